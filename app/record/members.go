package record

import (
	"context"
	"errors"
	"slices"

	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/seal"
)

// refreshMembers exchanges the membership log with the remote: records that the remote lacks are sent,
// those that are new here are kept, and the log is verified anew. Whoever was entitled to keys that
// this seat holds, and was given none yet, is given them.
func (p *Practice) refreshMembers(ctx context.Context) (changed bool, err error) {
	names, changed, err := p.learnMembers(ctx)
	if err != nil {
		return changed, err
	}
	if err := p.wrapDue(ctx); err != nil {
		return changed, err
	}
	return changed, p.sendRecords(ctx, names)
}

// learnMembers takes in the records that are new in the remote, and sends nothing.
func (p *Practice) learnMembers(ctx context.Context) (names []string, changed bool, err error) {
	if names, err = remote.Names(ctx, p.remote, seal.MemberPrefix); err != nil {
		return nil, false, err
	}
	mine, err := p.local().NotedUnder(ctx, noteMember)
	if err != nil {
		return nil, false, err
	}
	var news []member.Record
	for _, name := range names {
		if mine[name] != nil {
			continue
		}
		r, err := p.takeRecord(ctx, name)
		if err != nil {
			return nil, false, err
		}
		if r.Object != nil {
			news = append(news, r)
		}
	}
	return names, len(news) > 0, p.reopenLog(ctx, news)
}

// takeRecord fetches one member record; none for one that is gone, malformed (which verification
// names), or known.
func (p *Practice) takeRecord(ctx context.Context, name string) (member.Record, error) {
	object, err := p.remote.Get(ctx, name)
	if errors.Is(err, remote.ErrNotFound) || failure.Is(err, failure.Integrity) {
		return member.Record{}, nil
	}
	if err != nil {
		return member.Record{}, err
	}
	if added, err := p.log.Add(name, object); err != nil || !added {
		return member.Record{}, nil
	}
	return member.Record{Name: name, Object: object}, nil
}

// reopenLog verifies the log with what is new in it, and keeps that. A record that was refused is not
// kept: it may be a damaged copy of one that counts, which must find its place free when it comes.
func (p *Practice) reopenLog(ctx context.Context, news []member.Record) error {
	if len(news) == 0 {
		return nil
	}
	if err := p.openLog(); err != nil {
		return err
	}
	refused := map[seal.Hash]bool{}
	for _, problem := range p.members.Load().Problems() {
		if problem.Kind == member.Refused || problem.Kind == member.Foreign {
			refused[problem.Record] = true
		}
	}
	for _, r := range news {
		if refused[seal.Sum(r.Object)] {
			continue
		}
		if err := keepRecords(ctx, p.local(), r); err != nil {
			return err
		}
	}
	return nil
}

func (p *Practice) openLog() error {
	members, err := p.log.Open(p.members.Load().Root(), member.SeatHolder(p.seat.ID, p.seat.Decapsulation))
	if err == nil {
		p.members.Store(members)
	}
	return err
}

// wrapDue gives keys to those who are entitled to them and have none. A record that would be refused
// keeps nobody from working: another laptop will write it.
func (p *Practice) wrapDue(ctx context.Context) error {
	r, due, err := p.members.Load().WrapDue(member.AsSeat(p.seat), p.now())
	if failure.Is(err, failure.Refused) {
		return nil
	}
	if err != nil || !due {
		return err
	}
	if _, err := p.log.Add(r.Name, r.Object); err != nil {
		return err
	}
	return p.reopenLog(ctx, []member.Record{r})
}

// sendRecords sends the records that the remote lacks. Where it has another under the name of one of
// ours, this laptop was copied: both stand in the log then, as a fork that somebody must settle.
func (p *Practice) sendRecords(ctx context.Context, stand []string) error {
	mine, err := p.local().NotedUnder(ctx, noteMember)
	if err != nil {
		return err
	}
	for name, object := range mine {
		if slices.Contains(stand, name) {
			continue
		}
		err := p.remote.Put(ctx, name, object, remote.Create)
		if errors.Is(err, remote.ErrExists) {
			_, err = p.takeRecord(ctx, name)
			err = errors.Join(err, p.openLog())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
