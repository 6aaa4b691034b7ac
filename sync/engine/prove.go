package engine

import (
	"context"
	"fmt"
)

// backups checks the manifests, and that the packs which they need are there.
func (v *checking) backups(ctx context.Context) ([]Backup, error) {
	found, err := v.Backups(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range found.Alarms {
		v.Problems = append(v.Problems, Problem{Object: a.Object, Kind: a.Name, What: a.What})
	}
	for _, b := range found.Whole {
		v.Bytes += b.Size
		v.packs(b)
	}
	return found.Whole, v.floors(ctx, found.Whole)
}

func (v *checking) packs(b Backup) {
	for _, part := range b.Parts {
		for _, id := range part.Packs {
			if name := packName(part.Compartment, id); !v.stands[name] && !v.missed[name] {
				v.missed[name] = true
				v.found(name, "missing", fmt.Errorf("backup %s needs this pack", b.ID))
			}
		}
	}
}

// prove recomputes the trees of a backup from its packs. A line that breaks is no damage.
func (v *checking) prove(ctx context.Context, b Backup) error {
	for _, part := range b.Parts {
		p, ours := v.place(part.Compartment)
		if !ours {
			continue
		}
		s := Source{Remote: v.Remote, Part: part, Tree: p.Tree, Keys: v.reader}
		for row, err := range s.Rows(ctx, func(bytes int64, _ bool) { v.Bytes += bytes }) {
			if err != nil && !ofObject(err) {
				return err
			}
			if err == nil {
				err = v.proveLarge(p, row.Data)
			}
			if err != nil {
				v.found(b.Name, "damaged", fmt.Errorf("%s cannot be restored from it: %w", p.Name, err))
			}
		}
	}
	return nil
}
