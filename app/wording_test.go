package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"farne/sync/failure"
)

var command = regexp.MustCompile(`\bfarne (audit|backup|init|join|note|patient|recovery|remote|restore|state|status|sync|unlock|verify)\b|(^|[^\w-])--[a-z]`)

// No text that the window may show tells a person to type a command: every literal of what it calls is looked
// at, in the words of the window.
func TestTheWindowNamesNoCommands(t *testing.T) {
	seen := 0
	for _, root := range []string{".", "../sync"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			name := filepath.ToSlash(path)
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (name == "cli" || strings.HasSuffix(name, "/remotetest")): // commands; tests
				return filepath.SkipDir
			case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_dev.go") || name == "wording.go":
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				literal, is := n.(*ast.BasicLit)
				if !is || literal.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Errorf("%s: %s", path, literal.Value)
				}
				if command.MatchString(text) {
					seen++
				}
				if found := command.FindString(inWindow.Replace(text)); found != "" {
					t.Errorf("%s: the window would say %q of %q", path, strings.TrimSpace(found), text)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 40 {
		t.Errorf("only %d texts name a command: the test looks in the wrong place", seen)
	}
}

func TestToldKeepsTheFailure(t *testing.T) {
	err := failure.New(failure.Usage, "No place is set.", "Set one with farne remote set folder DIR, or farne remote set s3.")
	got := told(err)
	if got.Hint != "Choose one under Backup & laptops, Storage." || got.Code != failure.Usage || got.Message != "No place is set." {
		t.Errorf("%+v", got)
	}
	if failure.Of(err).Hint == got.Hint {
		t.Error("the failure itself was changed")
	}
}
