package region

// Area is the law a place lies under, as far as the rule needs it.
type Area string

// The areas. Only EU and UK are allowed without the owner's word: whether others (Switzerland has an
// adequacy decision) may be used is counsel's question, not this table's.
const (
	EU Area = "EU"
	UK Area = "UK"
	CH Area = "CH"
)

// Place is one region of one provider.
type Place struct {
	Provider string // key: "aws", "scaleway", …
	Region   string // the provider's own code, as requests are signed with
	Host     string // the endpoint; "*." at the beginning stands for an account's label
	City     string // where it says it is; "" where only the jurisdiction is promised
	Country  string // ISO 3166-1 alpha-2
	Area     Area

	// Answers are what the bucket may answer when asked for its location, besides Region itself.
	Answers []string
	// ByEndpoint: the endpoint alone proves the place and the bucket's answer says nothing (R2: a
	// bucket of the EU jurisdiction is reached through that endpoint only).
	ByEndpoint bool
	// Unconfirmed: taken from other sources than the provider's own pages; shown to the owner.
	Unconfirmed bool
}

// Names of providers as people read them, by key.
var Names = map[string]string{
	"aws": "Amazon Web Services", "scaleway": "Scaleway", "ovhcloud": "OVHcloud", "hetzner": "Hetzner",
	"ionos": "IONOS", "exoscale": "Exoscale", "wasabi": "Wasabi", "cloudflare": "Cloudflare R2",
	"google": "Google Cloud Storage", "outscale": "Outscale", "impossible": "Impossible Cloud",
	"intercolo": "Intercolo", "cubbit": "Cubbit",
}

// Places is the table, keyed by provider and region together: one provider's codes name other cities
// than another's (eu-west-2 is London at AWS and Paris at Wasabi). What is not confirmed at all is left
// out. Sources: the providers' documentation, aws-sdk-go-v2's partitions, rclone's provider list
// (2026).
var Places = []Place{
	{Provider: "aws", Region: "eu-west-1", Host: "s3.eu-west-1.amazonaws.com", Country: "IE", Area: EU, Answers: []string{"EU"}},
	{Provider: "aws", Region: "eu-west-2", Host: "s3.eu-west-2.amazonaws.com", City: "London", Country: "GB", Area: UK},
	{Provider: "aws", Region: "eu-west-3", Host: "s3.eu-west-3.amazonaws.com", City: "Paris", Country: "FR", Area: EU},
	{Provider: "aws", Region: "eu-central-1", Host: "s3.eu-central-1.amazonaws.com", City: "Frankfurt", Country: "DE", Area: EU},
	{Provider: "aws", Region: "eu-north-1", Host: "s3.eu-north-1.amazonaws.com", City: "Stockholm", Country: "SE", Area: EU},
	{Provider: "aws", Region: "eu-south-1", Host: "s3.eu-south-1.amazonaws.com", City: "Milan", Country: "IT", Area: EU},
	{Provider: "aws", Region: "eu-south-2", Host: "s3.eu-south-2.amazonaws.com", Country: "ES", Area: EU},
	{Provider: "aws", Region: "eu-central-2", Host: "s3.eu-central-2.amazonaws.com", City: "Zurich", Country: "CH", Area: CH},
	{Provider: "aws", Region: "eusc-de-east-1", Host: "s3.eusc-de-east-1.amazonaws.eu", Country: "DE", Area: EU},

	{Provider: "scaleway", Region: "fr-par", Host: "s3.fr-par.scw.cloud", City: "Paris", Country: "FR", Area: EU},
	{Provider: "scaleway", Region: "nl-ams", Host: "s3.nl-ams.scw.cloud", City: "Amsterdam", Country: "NL", Area: EU},
	{Provider: "scaleway", Region: "pl-waw", Host: "s3.pl-waw.scw.cloud", City: "Warsaw", Country: "PL", Area: EU},

	{Provider: "ovhcloud", Region: "gra", Host: "s3.gra.io.cloud.ovh.net", City: "Gravelines", Country: "FR", Area: EU},
	{Provider: "ovhcloud", Region: "rbx", Host: "s3.rbx.io.cloud.ovh.net", City: "Roubaix", Country: "FR", Area: EU},
	{Provider: "ovhcloud", Region: "sbg", Host: "s3.sbg.io.cloud.ovh.net", City: "Strasbourg", Country: "FR", Area: EU},
	{Provider: "ovhcloud", Region: "eu-west-par", Host: "s3.eu-west-par.io.cloud.ovh.net", City: "Paris", Country: "FR", Area: EU},
	{Provider: "ovhcloud", Region: "eu-south-mil", Host: "s3.eu-south-mil.io.cloud.ovh.net", City: "Milan", Country: "IT", Area: EU},
	{Provider: "ovhcloud", Region: "de", Host: "s3.de.io.cloud.ovh.net", City: "Frankfurt", Country: "DE", Area: EU},
	{Provider: "ovhcloud", Region: "uk", Host: "s3.uk.io.cloud.ovh.net", City: "London", Country: "GB", Area: UK},
	{Provider: "ovhcloud", Region: "waw", Host: "s3.waw.io.cloud.ovh.net", City: "Warsaw", Country: "PL", Area: EU},

	{Provider: "hetzner", Region: "fsn1", Host: "fsn1.your-objectstorage.com", City: "Falkenstein", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "hetzner", Region: "nbg1", Host: "nbg1.your-objectstorage.com", City: "Nuremberg", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "hetzner", Region: "hel1", Host: "hel1.your-objectstorage.com", City: "Helsinki", Country: "FI", Area: EU, Unconfirmed: true},

	{Provider: "ionos", Region: "eu-central-1", Host: "s3.eu-central-1.ionoscloud.com", City: "Frankfurt", Country: "DE", Area: EU, Answers: []string{"de"}, Unconfirmed: true},
	{Provider: "ionos", Region: "eu-central-2", Host: "s3.eu-central-2.ionoscloud.com", City: "Berlin", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "ionos", Region: "eu-central-3", Host: "s3.eu-central-3.ionoscloud.com", City: "Berlin", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "ionos", Region: "eu-central-4", Host: "s3.eu-central-4.ionoscloud.com", City: "Frankfurt", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "ionos", Region: "eu-south-2", Host: "s3.eu-south-2.ionoscloud.com", City: "Logroño", Country: "ES", Area: EU, Unconfirmed: true},

	{Provider: "exoscale", Region: "de-fra-1", Host: "sos-de-fra-1.exo.io", City: "Frankfurt", Country: "DE", Area: EU},
	{Provider: "exoscale", Region: "de-muc-1", Host: "sos-de-muc-1.exo.io", City: "Munich", Country: "DE", Area: EU},
	{Provider: "exoscale", Region: "at-vie-1", Host: "sos-at-vie-1.exo.io", City: "Vienna", Country: "AT", Area: EU},
	{Provider: "exoscale", Region: "at-vie-2", Host: "sos-at-vie-2.exo.io", City: "Vienna", Country: "AT", Area: EU},
	{Provider: "exoscale", Region: "bg-sof-1", Host: "sos-bg-sof-1.exo.io", City: "Sofia", Country: "BG", Area: EU},
	{Provider: "exoscale", Region: "ch-gva-2", Host: "sos-ch-gva-2.exo.io", City: "Geneva", Country: "CH", Area: CH},
	{Provider: "exoscale", Region: "ch-dk-2", Host: "sos-ch-dk-2.exo.io", City: "Zurich", Country: "CH", Area: CH},

	{Provider: "wasabi", Region: "eu-central-1", Host: "s3.eu-central-1.wasabisys.com", City: "Amsterdam", Country: "NL", Area: EU, Unconfirmed: true},
	{Provider: "wasabi", Region: "eu-central-2", Host: "s3.eu-central-2.wasabisys.com", City: "Frankfurt", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "wasabi", Region: "eu-west-1", Host: "s3.eu-west-1.wasabisys.com", City: "London", Country: "GB", Area: UK, Unconfirmed: true},
	{Provider: "wasabi", Region: "eu-west-2", Host: "s3.eu-west-2.wasabisys.com", City: "Paris", Country: "FR", Area: EU, Unconfirmed: true},
	{Provider: "wasabi", Region: "eu-south-1", Host: "s3.eu-south-1.wasabisys.com", City: "Milan", Country: "IT", Area: EU, Unconfirmed: true},

	{Provider: "cloudflare", Region: "auto", Host: "*.eu.r2.cloudflarestorage.com", Country: "EU", Area: EU, ByEndpoint: true},

	{Provider: "google", Region: "europe-west1", Host: "storage.europe-west1.rep.googleapis.com", City: "Saint-Ghislain", Country: "BE", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-west2", Host: "storage.europe-west2.rep.googleapis.com", City: "London", Country: "GB", Area: UK, Unconfirmed: true},
	{Provider: "google", Region: "europe-west3", Host: "storage.europe-west3.rep.googleapis.com", City: "Frankfurt", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-west4", Host: "storage.europe-west4.rep.googleapis.com", City: "Eemshaven", Country: "NL", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-west6", Host: "storage.europe-west6.rep.googleapis.com", City: "Zurich", Country: "CH", Area: CH, Unconfirmed: true},
	{Provider: "google", Region: "europe-west8", Host: "storage.europe-west8.rep.googleapis.com", City: "Milan", Country: "IT", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-west9", Host: "storage.europe-west9.rep.googleapis.com", City: "Paris", Country: "FR", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-west10", Host: "storage.europe-west10.rep.googleapis.com", City: "Berlin", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-west12", Host: "storage.europe-west12.rep.googleapis.com", City: "Turin", Country: "IT", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-north1", Host: "storage.europe-north1.rep.googleapis.com", City: "Hamina", Country: "FI", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-north2", Host: "storage.europe-north2.rep.googleapis.com", City: "Stockholm", Country: "SE", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-central2", Host: "storage.europe-central2.rep.googleapis.com", City: "Warsaw", Country: "PL", Area: EU, Unconfirmed: true},
	{Provider: "google", Region: "europe-southwest1", Host: "storage.europe-southwest1.rep.googleapis.com", City: "Madrid", Country: "ES", Area: EU, Unconfirmed: true},

	{Provider: "outscale", Region: "eu-west-2", Host: "oos.eu-west-2.outscale.com", City: "Paris", Country: "FR", Area: EU, Unconfirmed: true},

	{Provider: "impossible", Region: "eu-west-1", Host: "eu-west-1.storage.impossibleapi.net", City: "Amsterdam", Country: "NL", Area: EU, Unconfirmed: true},
	{Provider: "impossible", Region: "eu-west-2", Host: "eu-west-2.storage.impossibleapi.net", City: "London", Country: "GB", Area: UK, Unconfirmed: true},
	{Provider: "impossible", Region: "eu-west-3", Host: "eu-west-3.storage.impossibleapi.net", City: "Paris", Country: "FR", Area: EU, Unconfirmed: true},
	{Provider: "impossible", Region: "eu-central-2", Host: "eu-central-2.storage.impossibleapi.net", City: "Frankfurt", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "impossible", Region: "eu-east-1", Host: "eu-east-1.storage.impossibleapi.net", City: "Poznań", Country: "PL", Area: EU, Unconfirmed: true},
	{Provider: "impossible", Region: "eu-north-1", Host: "eu-north-1.storage.impossibleapi.net", City: "Copenhagen", Country: "DK", Area: EU, Unconfirmed: true},

	{Provider: "intercolo", Region: "de-fra", Host: "de-fra.i3storage.com", City: "Frankfurt", Country: "DE", Area: EU, Unconfirmed: true},
	{Provider: "cubbit", Region: "eu-west-1", Host: "s3.cubbit.eu", Country: "EU", Area: EU, Unconfirmed: true},
}
