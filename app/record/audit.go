package record

import (
	"context"
	"fmt"

	"farne/app/access"
)

// AuditReport is what verification of this laptop's audit log found.
type AuditReport struct {
	Entries  uint64   `json:"entries"`
	Head     string   `json:"head"`
	Signed   uint64   `json:"signed"` // the last entry that a signature covers
	Problems []string `json:"problems"`
}

// VerifyAudit proves that nothing in this laptop's audit log was changed, left out or added. Where a
// remote can be reached, the heads in this laptop's backups are held against it too.
func (p *Practice) VerifyAudit(ctx context.Context) (AuditReport, error) {
	if _, err := p.allowed(ctx, flow{act: access.ActVerify, kind: access.KindAuditLog}); err != nil {
		return AuditReport{}, err
	}
	if err := p.moveAudit(ctx); err != nil {
		return AuditReport{}, err
	}
	r, err := p.audit.Verify(ctx, p.device.Signing.Public(), p.auditAnchors(ctx))
	if err != nil {
		return AuditReport{}, err
	}
	report := AuditReport{Entries: r.Entries, Head: r.Head.Hash.String(), Signed: r.Signed, Problems: []string{}}
	for _, found := range r.Problems {
		report.Problems = append(report.Problems, fmt.Sprintf("%s: entries %d to %d", found.Fault, found.From, found.To))
	}
	return report, nil
}

// auditAnchors are the heads of this laptop's log that its backups name. Without a line there are none:
// verification then proves what it can.
func (p *Practice) auditAnchors(ctx context.Context) []access.Head {
	if p.engine == nil {
		return nil
	}
	found, err := p.engine.Backups(ctx)
	if err != nil {
		return nil
	}
	var anchors []access.Head
	for _, b := range found.Whole {
		if b.Device != p.device.ID {
			continue
		}
		if head, err := access.UnmarshalHead(b.Audit); err == nil {
			anchors = append(anchors, head)
		}
	}
	return anchors
}
