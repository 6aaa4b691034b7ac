// Package app is what the window may call: one small struct an area, its methods bound by Wails under
// the same names as in frontend/src/lib/api. A method checks nothing clinical itself; it calls a use
// case of app/record and turns the answer into a DTO that is ready to be shown.
//
// Beware: what a bound method returns must always survive json.Marshal (Wails ends the program
// otherwise), and what it logs may be kept by the system, so neither holds NaN or a patient's data.
package app
