package record

import (
	"context"
	"errors"

	"farne/app/access"
	"farne/sync/engine"
	"farne/sync/failure"
)

// Verify checks the remote and this laptop's databases; full reads and proves everything. Where the remote
// cannot be read the databases are checked all the same, and the error says so. If something is wrong with
// them, that is the answer, and the remote stands in it as a problem that is "unchecked".
func (p *Practice) Verify(ctx context.Context, full bool, progress engine.Progress) (engine.VerifyReport, error) {
	r := engine.VerifyReport{Problems: []engine.Problem{}}
	if _, err := p.allowed(ctx, flow{act: access.ActVerify, kind: access.KindSealedCopies}); err != nil {
		return r, err
	}
	var remoteErr error
	if p.engine != nil {
		r, remoteErr = p.engine.Verify(ctx, full, progress)
	}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	local, err := p.verifyLocal(ctx)
	r.Problems = append(r.Problems, local...)
	switch {
	case err != nil:
		return r, errors.Join(err, remoteErr)
	case remoteErr != nil && len(r.Problems) == 0:
		return r, onlyLocal(remoteErr)
	case remoteErr != nil:
		r.Problems = append(r.Problems, engine.Problem{Object: "remote", Kind: "unchecked", What: failure.Of(remoteErr).Message})
	case full && len(r.Problems) == 0 && p.engine != nil:
		return r, p.noteVerified(ctx)
	}
	return r, nil
}

// verifyLocal reads every page of this laptop's files and computes their trees again.
func (p *Practice) verifyLocal(ctx context.Context) (found []engine.Problem, err error) {
	for name, err := range p.store.Damaged() {
		found = append(found, engine.Problem{Object: databaseName(name), Kind: "damaged", What: failure.Of(err).Message})
	}
	for _, place := range p.places() {
		problems, err := p.store.Compartment(place.Name).Check(ctx, place.Secret())
		if err != nil {
			return found, err
		}
		for _, what := range problems {
			found = append(found, engine.Problem{Object: databaseName(place.Name), Kind: "damaged", What: what})
		}
	}
	return found, nil
}

func onlyLocal(err error) error {
	f := failure.Of(err)
	return failure.Wrap(err, f.Code, "The databases on this laptop are whole. The remote could not be checked: "+f.Message, f.Hint)
}

// noteVerified remembers that the newest backup was proven node by node.
func (p *Practice) noteVerified(ctx context.Context) error {
	found, err := p.engine.Backups(ctx)
	if err != nil || len(found.Whole) == 0 {
		return err
	}
	return p.local().Note(ctx, noteVerified+found.Whole[0].ID, []byte(p.instant()))
}
