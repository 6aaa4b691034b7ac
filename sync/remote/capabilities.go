package remote

import "time"

// Capabilities is what a probe found out about a store; `farne remote test` and `list` show it, and
// the S3 store acts on ConditionalPut.
type Capabilities struct {
	// ConditionalPut: the store itself refuses to overwrite (If-None-Match, RFC 9110), so Create is
	// safe against two writers at one moment. Without it Create looks first, then writes.
	ConditionalPut bool `json:"conditional_put"`
	// Versioning of the bucket: "enabled", "suspended", "off", or "unknown" where the credentials
	// may not ask. In a folder "off".
	Versioning string `json:"versioning"`
	// ObjectLock: "governance" or "compliance" with a default retention, "on" without one, "off",
	// or "unknown".
	ObjectLock     string `json:"object_lock"`
	RetentionDays  int    `json:"retention_days,omitempty"` // of the default retention
	ConsistentList bool   `json:"consistent_list"`          // a listing shows at once what was written and deleted
	CanDelete      bool   `json:"can_delete"`               // an administrator's credentials; ordinary ones should not

	TLS      string `json:"tls,omitempty"`      // "1.3" or "1.2"; empty on loopback without TLS and in folders
	Location string `json:"location,omitempty"` // the bucket's own answer; empty where it gave none
	Place    string `json:"place,omitempty"`    // "London, United Kingdom", or the owner's word
	Attested bool   `json:"attested,omitempty"` // Place is the owner's word, not the table's

	// ClockOffset is the provider's clock less this laptop's, in milliseconds.
	ClockOffset int64     `json:"clock_offset_ms,omitempty"`
	ProbedAt    time.Time `json:"probed_at"`
}

// Check is one line of a report on a store.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"` // for people: what was seen, or what failed
	// Advice marks a check that may fail without making the store unfit, such as deleting.
	Advice bool `json:"advice,omitempty"`
}

// Report is what testing a store found, check by check.
type Report struct {
	Checks       []Check      `json:"checks"`
	Capabilities Capabilities `json:"capabilities"`
}

// OK tells whether the store is fit for use.
func (r Report) OK() bool {
	for _, c := range r.Checks {
		if !c.OK && !c.Advice {
			return false
		}
	}
	return true
}
