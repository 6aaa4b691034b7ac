package synthetic

import (
	"fmt"
	"strings"
)

var (
	families = []string{
		"Alder", "Ash", "Aspen", "Beech", "Birch", "Bracken", "Briar", "Brook", "Cedar", "Clover", "Cliff", "Coast", "Dale", "Dawn", "Down", "Elder", "Elm",
		"Fell", "Fern", "Field", "Finch", "Firth", "Glen", "Gorse", "Grove", "Harbour", "Hawthorn", "Hazel", "Heath", "Heron", "Hill", "Holly", "Island", "Ivy",
		"Juniper", "Kestrel", "Lark", "Larch", "Laurel", "Linden", "Loch", "Maple", "Marsh", "Meadow", "Mill", "Moor", "Moss", "Müller", "Oak", "O'Reed", "Osprey",
		"Otter", "Pine", "Plover", "Pond", "Puffin", "Quarry", "Rain", "Reed", "Ridge", "River", "Rowan", "Rush", "Sand", "Sedge", "Shore", "Sloe", "Snow", "Sorrel",
		"Spruce", "Stone", "Strand", "Swift", "Sycamore", "Tern", "Thistle", "Thorn", "Tide", "Vale", "Wave", "Weir", "Willow", "Wind", "Wold", "Wood", "Wren", "Yew", "Ødegård", "Åberg",
	}
	womens = []string{
		"Ada", "Agnes", "Amara", "Anna", "Beatrice", "Bronwen", "Carys", "Chiara", "Clara", "Doina", "Edith", "Eleanor", "Elif", "Emma", "Fatima", "Fionnuala", "Freya", "Grace",
		"Hana", "Ida", "Imogen", "Ingrid", "Isla", "Jelena", "Kirsten", "Leila", "Lena", "Mair", "Maja", "Margaret", "Mei", "Nadia", "Nora", "Olga", "Priya", "Rosa", "Ruth", "Sigrid", "Zoë",
	}
	mens = []string{
		"Aidan", "Anders", "Arjun", "Bertram", "Björn", "Callum", "Chidi", "Daniel", "David", "Eirik", "Emre", "Euan", "Felix", "Giles", "Goran", "Håkon", "Hugo", "Ibrahim",
		"Iain", "Jakob", "James", "Jonas", "Karim", "Lars", "Liam", "Luca", "Magnus", "Mohammed", "Nils", "Oliver", "Omar", "Owen", "Pavel", "Rafael", "Rhys", "Samuel", "Tomas", "Viktor", "Wei",
	}
	cities = []string{"Exampleton", "Sample-on-Sea", "North Specimen", "Testbury", "Mockhaven", "Little Fiction"}
)

// story is what brings somebody to a practice.
type story struct {
	problem, code      string
	medication, dosage string
	subject, objective []string
	plan               []string
}

var stories = []story{
	{
		"Recurrent depressive disorder", "191616006", "Sertraline 100 mg tablets", "one tablet once a day",
		[]string{"Reports better sleep this week (%d of seven nights), still waking at five.", "Low most mornings, lighter by the evening.", "Went back to the allotment twice, \"felt like myself for an hour\".", "Did not answer the telephone for %d days."},
		[]string{"Well kempt, more eye contact than last time.", "Speech slow but clear; smiled once when talking about the garden.", "PHQ-9 %d."},
		[]string{"Continue. Activity diary with ratings.", "Plan one visit with a friend before next session.", "Bring a family photograph for next time."},
	},
	{
		"Generalised anxiety disorder", "21897009", "Propranolol 40 mg tablets", "one tablet when needed, up to twice a day",
		[]string{"Worry about work takes \"most of the drive home\".", "Woke with a racing heart on %d nights.", "Managed the supermarket alone for the first time since spring.", "Checks the front door %d times before leaving."},
		[]string{"Restless at first, settled within ten minutes.", "Breathing exercise done together: rate from 22 to 14.", "GAD-7 %d."},
		[]string{"Worry time 18:00 to 18:20, written down.", "Graded list: next step is the bus, one stop.", "Practise slow breathing twice a day."},
	},
	{
		"Insomnia", "193462001", "", "",
		[]string{"Sleeps about %d hours, by the diary.", "Reads the news in bed until late.", "Two naps this week, both after lunch.", "Partner says there is less tossing and turning."},
		[]string{"Tired, attentive. Sleep efficiency %d per cent by the diary.", "Diary filled in completely.", "No snoring or pauses reported by partner."},
		[]string{"Bed window 23:30 to 06:00, every day alike.", "Telephone stays in the kitchen.", "Review the diary next time."},
	},
	{
		"Bereavement", "161472000", "", "",
		[]string{"First anniversary on Sunday. Has asked her sister to come.", "Wept during the hymn and \"that was all right\".", "Sorted one drawer, stopped, and was glad of it.", "Slept in the armchair on %d nights."},
		[]string{"Tearful and composed by turns.", "Speaks of him in the past tense for the first time.", "Eating regularly; weight steady at %d kg."},
		[]string{"Letter to be written, not sent.", "Carry on with the walking group.", "Session after the anniversary brought forward."},
	},
	{
		"Chronic low back pain", "278862001", "Naproxen 250 mg tablets", "one tablet twice a day with food",
		[]string{"Pain %d of 10 on most days, worse after sitting.", "Walked to the harbour and back without stopping.", "Missed two days of exercises when the children were ill.", "Lifted a suitcase and paid for it."},
		[]string{"Flexion to mid-shin, no radiation.", "Straight leg raise %d degrees both sides.", "Moves more freely than in September."},
		[]string{"Pacing: twenty minutes, then change position.", "Exercises three and four added.", "Back to swimming once a week."},
	},
	{
		"Post-traumatic stress disorder", "47505003", "Mirtazapine 15 mg tablets", "one tablet at night",
		[]string{"Nightmare on %d nights, shorter than before.", "Drove past the junction with his brother in the car.", "Startled by the tractor, calm again within minutes.", "Told a colleague for the first time."},
		[]string{"Oriented, present; grounding used once.", "Completed the second account without leaving the room.", "PCL-5 %d."},
		[]string{"Listen to the recording once, with somebody at home.", "Card with the five senses stays in the wallet.", "Next session: the part at the bridge."},
	},
}

type allergy struct{ agent, reaction, severity, criticality string }

var allergies = []allergy{
	{"Penicillin", "Rash", "mild", "high"}, {"Peanut", "Swelling of the lips", "moderate", "high"}, {"Latex", "Itching", "mild", "low"},
	{"Ibuprofen", "Wheeze", "moderate", "high"}, {"Grass pollen", "Hay fever", "mild", "low"}, {"Bee sting", "Faintness", "severe", "high"},
}

var assessments = []string{
	"Responding to treatment. No thoughts of self-harm.", "Little change since last time; motivation holds.", "A setback after a hard week, understood as such.",
	"Steady improvement. Risk low, reviewed together.", "Some avoidance remains, named without prompting.", "Goals met for this stage.",
}

// note writes a session in the four parts that clinicians use: subjective, objective, assessment, plan.
func (p *Practice) note(given string, s story, session int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "SUBJECTIVE\n%s %s %s\n\n", pick(p, openings(given, session)), p.fill(pick(p, s.subject)), p.fill(pick(p, s.subject)))
	fmt.Fprintf(&b, "OBJECTIVE\n%s %s\n\n", p.fill(pick(p, s.objective)), p.fill(pick(p, s.objective)))
	fmt.Fprintf(&b, "ASSESSMENT\n%s %s\n\n", s.problem+".", pick(p, assessments))
	fmt.Fprintf(&b, "PLAN\n%s %s", pick(p, s.plan), pick(p, closings))
	return b.String()
}

func openings(given string, session int) []string {
	return []string{
		fmt.Sprintf("%s came on time and alone.", given), fmt.Sprintf("Session %d. %s had prepared notes.", session+1, given),
		fmt.Sprintf("%s arrived ten minutes late, apologetic.", given), fmt.Sprintf("By telephone; %s was at home and undisturbed.", given),
		fmt.Sprintf("%s asked to begin with the past week.", given),
	}
}

var closings = []string{
	"Next appointment in a week.", "Next appointment in two weeks.", "Will call if things get worse.", "Copy of the plan taken home.", "Agreed with the plan.",
}

// fill puts a small number where a sentence has room for one.
func (p *Practice) fill(sentence string) string {
	if !strings.Contains(sentence, "%d") {
		return sentence
	}
	return fmt.Sprintf(sentence, 2+p.rnd.IntN(5))
}
