// Package record is the use cases that window and commands share. Every one checks the flow against the
// practice's norms, does its work in one transaction of one compartment, and leaves an audit entry: of
// a write in that very transaction, of a view before it is shown.
//
// Use Create, Open, Restore or OpenDemo to get a Practice; its methods are the use cases, and Close
// gives the home back. Look tells what a home holds before anybody has signed in.
//
// Beware: a Practice belongs to the person who signed in. Nothing here may be called on behalf of
// somebody else, and no other package reads or writes rows.
package record
