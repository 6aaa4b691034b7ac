package record

import (
	"context"
	"os"

	"farne/app/home"
	"farne/app/store"
	"farne/app/vault"
	"farne/app/vault/filekey"
	"farne/sync/failure"
	"farne/sync/seal"
)

// The key of audit.db comes from the second factor alone, so that a failed sign-in can be recorded. A
// second factor can be lost, and the log must not be lost with it: a ring beside the file holds the key
// for the recovery kit.

func wrapAuditKey(h *home.Home, v *vault.Vault, recovery seal.EncapsulationKey) error {
	return filekey.In(h.Dir()).Put(auditFile, v.AuditKey(), toRecovery(recovery))
}

// reclaimAudit brings the log under the key of the vault that is used from now on. Whatever instant it is
// killed at, the next attempt ends it: a file that the ring's key no longer opens is under the new key.
func reclaimAudit(ctx context.Context, h *home.Home, v *vault.Vault, kit seal.RecoverySecret) error {
	rings, with := filekey.In(h.Dir()), withRecovery(kit)
	raw, err := rings.Open(auditFile, with)
	if failure.Is(err, failure.NotFound) {
		return wrapAuditKey(h, v, kit.Decapsulation().Public())
	}
	if err != nil {
		return err
	}
	old, err := seal.KeyFromBytes(raw.Bytes())
	if err != nil || old.Equal(auditKey(v)) {
		return err
	}
	err = store.Rekey(ctx, h.Path(auditFile), old, auditKey(v))
	if err != nil && !failure.Is(err, failure.Integrity) {
		return err
	}
	if err := os.Remove(h.Path(auditFile + filekey.Suffix)); err != nil {
		return err
	}
	return wrapAuditKey(h, v, kit.Decapsulation().Public())
}
