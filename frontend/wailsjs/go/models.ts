export namespace app {
	
	export class Abbreviation {
	    found: string;
	    instead: string;
	
	    static createFrom(source: any = {}) {
	        return new Abbreviation(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.found = source["found"];
	        this.instead = source["instead"];
	    }
	}
	export class Abilities {
	    readCare: boolean;
	    writeCare: boolean;
	    writeDesk: boolean;
	    managePractice: boolean;
	    importExport: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Abilities(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.readCare = source["readCare"];
	        this.writeCare = source["writeCare"];
	        this.writeDesk = source["writeDesk"];
	        this.managePractice = source["managePractice"];
	        this.importExport = source["importExport"];
	    }
	}
	export class Addendum {
	    id: string;
	    text: string;
	    author: string;
	    signedShown: string;
	    hash: string;
	
	    static createFrom(source: any = {}) {
	        return new Addendum(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.text = source["text"];
	        this.author = source["author"];
	        this.signedShown = source["signedShown"];
	        this.hash = source["hash"];
	    }
	}
	export class NoteVersion {
	    version: string;
	    title: string;
	    text: string;
	    person: string;
	    device: string;
	    thisDevice: boolean;
	    shown: string;
	    clock: string;
	
	    static createFrom(source: any = {}) {
	        return new NoteVersion(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.version = source["version"];
	        this.title = source["title"];
	        this.text = source["text"];
	        this.person = source["person"];
	        this.device = source["device"];
	        this.thisDevice = source["thisDevice"];
	        this.shown = source["shown"];
	        this.clock = source["clock"];
	    }
	}
	export class AddendumDraft {
	    id: string;
	    text: string;
	    savedShown: string;
	    token: string;
	    versions: NoteVersion[];
	
	    static createFrom(source: any = {}) {
	        return new AddendumDraft(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.text = source["text"];
	        this.savedShown = source["savedShown"];
	        this.token = source["token"];
	        this.versions = this.convertValues(source["versions"], NoteVersion);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Alarm {
	    id: string;
	    name: string;
	    severity: string;
	    shown: string;
	    what: string;
	    safe: string;
	    todo: string;
	    acknowledged: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Alarm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.severity = source["severity"];
	        this.shown = source["shown"];
	        this.what = source["what"];
	        this.safe = source["safe"];
	        this.todo = source["todo"];
	        this.acknowledged = source["acknowledged"];
	    }
	}
	export class Allergy {
	    id: string;
	    agent: string;
	    reaction: string;
	    severity: string;
	    criticality: string;
	    sinceShown: string;
	    active: boolean;
	    versions: string[];
	    conflict: string;
	    token: string;
	
	    static createFrom(source: any = {}) {
	        return new Allergy(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.agent = source["agent"];
	        this.reaction = source["reaction"];
	        this.severity = source["severity"];
	        this.criticality = source["criticality"];
	        this.sinceShown = source["sinceShown"];
	        this.active = source["active"];
	        this.versions = source["versions"];
	        this.conflict = source["conflict"];
	        this.token = source["token"];
	    }
	}
	export class Allergies {
	    state: string;
	    entries: Allergy[];
	
	    static createFrom(source: any = {}) {
	        return new Allergies(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.state = source["state"];
	        this.entries = this.convertValues(source["entries"], Allergy);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class AllergyInput {
	    agent: string;
	    reaction: string;
	    severity: string;
	    criticality: string;
	
	    static createFrom(source: any = {}) {
	        return new AllergyInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.agent = source["agent"];
	        this.reaction = source["reaction"];
	        this.severity = source["severity"];
	        this.criticality = source["criticality"];
	    }
	}
	export class BackupResult {
	    backup: string;
	    shown: string;
	    records: number;
	    added: number;
	    seconds: number;
	
	    static createFrom(source: any = {}) {
	        return new BackupResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.backup = source["backup"];
	        this.shown = source["shown"];
	        this.records = source["records"];
	        this.added = source["added"];
	        this.seconds = source["seconds"];
	    }
	}
	export class BackupRow {
	    id: string;
	    device: string;
	    thisDevice: boolean;
	    at: string;
	    shown: string;
	    records: number;
	    size: number;
	    added: number;
	    verifiedShown: string;
	
	    static createFrom(source: any = {}) {
	        return new BackupRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.device = source["device"];
	        this.thisDevice = source["thisDevice"];
	        this.at = source["at"];
	        this.shown = source["shown"];
	        this.records = source["records"];
	        this.size = source["size"];
	        this.added = source["added"];
	        this.verifiedShown = source["verifiedShown"];
	    }
	}
	export class Banner {
	    id: string;
	    name: string;
	    preferred: string;
	    bornShown: string;
	    age: string;
	    gender: string;
	    nhsNumber: string;
	    nhsDigits: string;
	    deceased: boolean;
	    diedShown: string;
	    ageAtDeath: string;
	    inactive: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Banner(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.preferred = source["preferred"];
	        this.bornShown = source["bornShown"];
	        this.age = source["age"];
	        this.gender = source["gender"];
	        this.nhsNumber = source["nhsNumber"];
	        this.nhsDigits = source["nhsDigits"];
	        this.deceased = source["deceased"];
	        this.diedShown = source["diedShown"];
	        this.ageAtDeath = source["ageAtDeath"];
	        this.inactive = source["inactive"];
	    }
	}
	export class CareSaved {
	    id: string;
	    undo: string;
	
	    static createFrom(source: any = {}) {
	        return new CareSaved(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.undo = source["undo"];
	    }
	}
	export class CipherFile {
	    name: string;
	    encrypted: boolean;
	    size: number;
	
	    static createFrom(source: any = {}) {
	        return new CipherFile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.encrypted = source["encrypted"];
	        this.size = source["size"];
	    }
	}
	export class CipherProof {
	    cipher: string;
	    detail: string;
	    encrypted: boolean;
	    files: CipherFile[];
	
	    static createFrom(source: any = {}) {
	        return new CipherProof(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.cipher = source["cipher"];
	        this.detail = source["detail"];
	        this.encrypted = source["encrypted"];
	        this.files = this.convertValues(source["files"], CipherFile);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ClinicInput {
	    practice: string;
	    country: string;
	    given: string;
	    family: string;
	    clinician: boolean;
	    registration: string;
	    device: string;
	
	    static createFrom(source: any = {}) {
	        return new ClinicInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.practice = source["practice"];
	        this.country = source["country"];
	        this.given = source["given"];
	        this.family = source["family"];
	        this.clinician = source["clinician"];
	        this.registration = source["registration"];
	        this.device = source["device"];
	    }
	}
	export class ConflictField {
	    name: string;
	    value: string;
	    differs: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ConflictField(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.value = source["value"];
	        this.differs = source["differs"];
	    }
	}
	export class ConflictVersion {
	    version: string;
	    person: string;
	    device: string;
	    thisDevice: boolean;
	    shown: string;
	    clock: string;
	    fields: ConflictField[];
	
	    static createFrom(source: any = {}) {
	        return new ConflictVersion(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.version = source["version"];
	        this.person = source["person"];
	        this.device = source["device"];
	        this.thisDevice = source["thisDevice"];
	        this.shown = source["shown"];
	        this.clock = source["clock"];
	        this.fields = this.convertValues(source["fields"], ConflictField);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Conflict {
	    id: string;
	    patient: string;
	    patientName: string;
	    what: string;
	    risk: boolean;
	    versions: ConflictVersion[];
	    canKeepBoth: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Conflict(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.patient = source["patient"];
	        this.patientName = source["patientName"];
	        this.what = source["what"];
	        this.risk = source["risk"];
	        this.versions = this.convertValues(source["versions"], ConflictVersion);
	        this.canKeepBoth = source["canKeepBoth"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class ConflictRow {
	    id: string;
	    patient: string;
	    patientName: string;
	    what: string;
	    risk: boolean;
	    sinceShown: string;
	
	    static createFrom(source: any = {}) {
	        return new ConflictRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.patient = source["patient"];
	        this.patientName = source["patientName"];
	        this.what = source["what"];
	        this.risk = source["risk"];
	        this.sinceShown = source["sinceShown"];
	    }
	}
	
	export class Contact {
	    phone: string;
	    email: string;
	    addressLine: string;
	    city: string;
	    postcode: string;
	    country: string;
	    language: string;
	
	    static createFrom(source: any = {}) {
	        return new Contact(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.phone = source["phone"];
	        this.email = source["email"];
	        this.addressLine = source["addressLine"];
	        this.city = source["city"];
	        this.postcode = source["postcode"];
	        this.country = source["country"];
	        this.language = source["language"];
	    }
	}
	export class Draft {
	    note: string;
	    patient: string;
	    patientName: string;
	    title: string;
	    addendum: boolean;
	    startedShown: string;
	    age: string;
	
	    static createFrom(source: any = {}) {
	        return new Draft(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.note = source["note"];
	        this.patient = source["patient"];
	        this.patientName = source["patientName"];
	        this.title = source["title"];
	        this.addendum = source["addendum"];
	        this.startedShown = source["startedShown"];
	        this.age = source["age"];
	    }
	}
	export class ExportInput {
	    kind: string;
	    patient: string;
	
	    static createFrom(source: any = {}) {
	        return new ExportInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.patient = source["patient"];
	    }
	}
	export class ExportResult {
	    path: string;
	    records: number;
	    bytes: number;
	
	    static createFrom(source: any = {}) {
	        return new ExportResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.records = source["records"];
	        this.bytes = source["bytes"];
	    }
	}
	export class ImportCount {
	    type: string;
	    read: number;
	    created: number;
	    updated: number;
	    unchanged: number;
	    kept: number;
	
	    static createFrom(source: any = {}) {
	        return new ImportCount(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.type = source["type"];
	        this.read = source["read"];
	        this.created = source["created"];
	        this.updated = source["updated"];
	        this.unchanged = source["unchanged"];
	        this.kept = source["kept"];
	    }
	}
	export class ImportFailure {
	    file: string;
	    line: number;
	    why: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportFailure(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.file = source["file"];
	        this.line = source["line"];
	        this.why = source["why"];
	    }
	}
	export class ImportInput {
	    kind: string;
	    files: string[];
	    dryRun: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ImportInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.files = source["files"];
	        this.dryRun = source["dryRun"];
	    }
	}
	export class ImportReport {
	    dryRun: boolean;
	    seconds: number;
	    types: ImportCount[];
	    failed: ImportFailure[];
	
	    static createFrom(source: any = {}) {
	        return new ImportReport(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.dryRun = source["dryRun"];
	        this.seconds = source["seconds"];
	        this.types = this.convertValues(source["types"], ImportCount);
	        this.failed = this.convertValues(source["failed"], ImportFailure);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Laptop {
	    id: string;
	    name: string;
	    thisDevice: boolean;
	    holds: string[];
	    state: string;
	    heardShown: string;
	
	    static createFrom(source: any = {}) {
	        return new Laptop(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.thisDevice = source["thisDevice"];
	        this.holds = source["holds"];
	        this.state = source["state"];
	        this.heardShown = source["heardShown"];
	    }
	}
	export class Point {
	    at: string;
	    shown: string;
	    value: number;
	    valueShown: string;
	
	    static createFrom(source: any = {}) {
	        return new Point(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.shown = source["shown"];
	        this.value = source["value"];
	        this.valueShown = source["valueShown"];
	    }
	}
	export class Line {
	    name: string;
	    points: Point[];
	
	    static createFrom(source: any = {}) {
	        return new Line(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.points = this.convertValues(source["points"], Point);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogRow {
	    id: string;
	    shown: string;
	    kind: string;
	    text: string;
	    device: string;
	    bytes: number;
	
	    static createFrom(source: any = {}) {
	        return new LogRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.shown = source["shown"];
	        this.kind = source["kind"];
	        this.text = source["text"];
	        this.device = source["device"];
	        this.bytes = source["bytes"];
	    }
	}
	export class LogPage {
	    rows: LogRow[];
	    next: string;
	
	    static createFrom(source: any = {}) {
	        return new LogPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.rows = this.convertValues(source["rows"], LogRow);
	        this.next = source["next"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogQuery {
	    after: string;
	    limit: number;
	    kind: string;
	
	    static createFrom(source: any = {}) {
	        return new LogQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.after = source["after"];
	        this.limit = source["limit"];
	        this.kind = source["kind"];
	    }
	}
	
	export class MeasurementInput {
	    code: string;
	    values: string[];
	
	    static createFrom(source: any = {}) {
	        return new MeasurementInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.values = source["values"];
	    }
	}
	export class MeasurementKind {
	    code: string;
	    name: string;
	    unit: string;
	    parts: string[];
	
	    static createFrom(source: any = {}) {
	        return new MeasurementKind(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.name = source["name"];
	        this.unit = source["unit"];
	        this.parts = source["parts"];
	    }
	}
	export class Medication {
	    id: string;
	    kind: string;
	    name: string;
	    dosage: string;
	    status: string;
	    active: boolean;
	    sinceShown: string;
	    prescriber: string;
	    reason: string;
	    versions: string[];
	    conflict: string;
	    token: string;
	
	    static createFrom(source: any = {}) {
	        return new Medication(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.name = source["name"];
	        this.dosage = source["dosage"];
	        this.status = source["status"];
	        this.active = source["active"];
	        this.sinceShown = source["sinceShown"];
	        this.prescriber = source["prescriber"];
	        this.reason = source["reason"];
	        this.versions = source["versions"];
	        this.conflict = source["conflict"];
	        this.token = source["token"];
	    }
	}
	export class MedicationInput {
	    kind: string;
	    name: string;
	    dosage: string;
	    reason: string;
	
	    static createFrom(source: any = {}) {
	        return new MedicationInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.name = source["name"];
	        this.dosage = source["dosage"];
	        this.reason = source["reason"];
	    }
	}
	export class Member {
	    id: string;
	    name: string;
	    roles: string;
	    active: boolean;
	    you: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Member(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.roles = source["roles"];
	        this.active = source["active"];
	        this.you = source["you"];
	    }
	}
	export class Note {
	    id: string;
	    patient: string;
	    patientName: string;
	    title: string;
	    text: string;
	    status: string;
	    author: string;
	    mine: boolean;
	    startedShown: string;
	    savedShown: string;
	    token: string;
	    signedShown: string;
	    hash: string;
	    addenda: Addendum[];
	    begun?: AddendumDraft;
	    versions: NoteVersion[];
	
	    static createFrom(source: any = {}) {
	        return new Note(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.patient = source["patient"];
	        this.patientName = source["patientName"];
	        this.title = source["title"];
	        this.text = source["text"];
	        this.status = source["status"];
	        this.author = source["author"];
	        this.mine = source["mine"];
	        this.startedShown = source["startedShown"];
	        this.savedShown = source["savedShown"];
	        this.token = source["token"];
	        this.signedShown = source["signedShown"];
	        this.hash = source["hash"];
	        this.addenda = this.convertValues(source["addenda"], Addendum);
	        this.begun = this.convertValues(source["begun"], AddendumDraft);
	        this.versions = this.convertValues(source["versions"], NoteVersion);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class NoteDecision {
	    id: string;
	    keep: string;
	    title: string;
	    text: string;
	    token: string;
	
	    static createFrom(source: any = {}) {
	        return new NoteDecision(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.keep = source["keep"];
	        this.title = source["title"];
	        this.text = source["text"];
	        this.token = source["token"];
	    }
	}
	export class NoteSave {
	    id: string;
	    title: string;
	    text: string;
	    token: string;
	
	    static createFrom(source: any = {}) {
	        return new NoteSave(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.title = source["title"];
	        this.text = source["text"];
	        this.token = source["token"];
	    }
	}
	export class NoteSaved {
	    savedAt: string;
	    savedShown: string;
	    token: string;
	    conflict: boolean;
	
	    static createFrom(source: any = {}) {
	        return new NoteSaved(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.savedAt = source["savedAt"];
	        this.savedShown = source["savedShown"];
	        this.token = source["token"];
	        this.conflict = source["conflict"];
	    }
	}
	
	export class PasswordCheck {
	    acceptable: boolean;
	    problem: string;
	    short: boolean;
	    known: string[];
	
	    static createFrom(source: any = {}) {
	        return new PasswordCheck(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.acceptable = source["acceptable"];
	        this.problem = source["problem"];
	        this.short = source["short"];
	        this.known = source["known"];
	    }
	}
	export class PatientInput {
	    family: string;
	    given: string;
	    preferred: string;
	    title: string;
	    bornDay: string;
	    bornMonth: string;
	    bornYear: string;
	    gender: string;
	    nhsNumber: string;
	    phone: string;
	    email: string;
	    addressLine: string;
	    city: string;
	    postcode: string;
	    country: string;
	
	    static createFrom(source: any = {}) {
	        return new PatientInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.family = source["family"];
	        this.given = source["given"];
	        this.preferred = source["preferred"];
	        this.title = source["title"];
	        this.bornDay = source["bornDay"];
	        this.bornMonth = source["bornMonth"];
	        this.bornYear = source["bornYear"];
	        this.gender = source["gender"];
	        this.nhsNumber = source["nhsNumber"];
	        this.phone = source["phone"];
	        this.email = source["email"];
	        this.addressLine = source["addressLine"];
	        this.city = source["city"];
	        this.postcode = source["postcode"];
	        this.country = source["country"];
	    }
	}
	export class PatientForm {
	    input: PatientInput;
	    token: string;
	
	    static createFrom(source: any = {}) {
	        return new PatientForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.input = this.convertValues(source["input"], PatientInput);
	        this.token = source["token"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class PatientRow {
	    id: string;
	    name: string;
	    preferred: string;
	    bornShown: string;
	    age: string;
	    gender: string;
	    nhsNumber: string;
	    deceased: boolean;
	    inactive: boolean;
	    lastShown: string;
	    drafts: number;
	
	    static createFrom(source: any = {}) {
	        return new PatientRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.preferred = source["preferred"];
	        this.bornShown = source["bornShown"];
	        this.age = source["age"];
	        this.gender = source["gender"];
	        this.nhsNumber = source["nhsNumber"];
	        this.deceased = source["deceased"];
	        this.inactive = source["inactive"];
	        this.lastShown = source["lastShown"];
	        this.drafts = source["drafts"];
	    }
	}
	export class PatientPage {
	    rows: PatientRow[];
	    next: string;
	    total: number;
	
	    static createFrom(source: any = {}) {
	        return new PatientPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.rows = this.convertValues(source["rows"], PatientRow);
	        this.next = source["next"];
	        this.total = source["total"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PatientQuery {
	    after: string;
	    limit: number;
	    text: string;
	    all: boolean;
	
	    static createFrom(source: any = {}) {
	        return new PatientQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.after = source["after"];
	        this.limit = source["limit"];
	        this.text = source["text"];
	        this.all = source["all"];
	    }
	}
	export class TimelineRow {
	    id: string;
	    kind: string;
	    at: string;
	    shown: string;
	    title: string;
	    detail: string;
	    status: string;
	    addenda: number;
	    note: string;
	
	    static createFrom(source: any = {}) {
	        return new TimelineRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.at = source["at"];
	        this.shown = source["shown"];
	        this.title = source["title"];
	        this.detail = source["detail"];
	        this.status = source["status"];
	        this.addenda = source["addenda"];
	        this.note = source["note"];
	    }
	}
	export class TimelinePage {
	    rows: TimelineRow[];
	    next: string;
	
	    static createFrom(source: any = {}) {
	        return new TimelinePage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.rows = this.convertValues(source["rows"], TimelineRow);
	        this.next = source["next"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Series {
	    id: string;
	    name: string;
	    unit: string;
	    latest: string;
	    latestShown: string;
	    lines: Line[];
	
	    static createFrom(source: any = {}) {
	        return new Series(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.unit = source["unit"];
	        this.latest = source["latest"];
	        this.latestShown = source["latestShown"];
	        this.lines = this.convertValues(source["lines"], Line);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Problem {
	    id: string;
	    name: string;
	    status: string;
	    active: boolean;
	    sinceShown: string;
	    untilShown: string;
	    versions: string[];
	    conflict: string;
	    token: string;
	
	    static createFrom(source: any = {}) {
	        return new Problem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.status = source["status"];
	        this.active = source["active"];
	        this.sinceShown = source["sinceShown"];
	        this.untilShown = source["untilShown"];
	        this.versions = source["versions"];
	        this.conflict = source["conflict"];
	        this.token = source["token"];
	    }
	}
	export class PatientRecord {
	    banner: Banner;
	    contact: Contact;
	    closed: string;
	    allergies: Allergies;
	    problems: Problem[];
	    medications: Medication[];
	    series: Series[];
	    timeline: TimelinePage;
	    draft: string;
	    conflicts: number;
	
	    static createFrom(source: any = {}) {
	        return new PatientRecord(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.banner = this.convertValues(source["banner"], Banner);
	        this.contact = this.convertValues(source["contact"], Contact);
	        this.closed = source["closed"];
	        this.allergies = this.convertValues(source["allergies"], Allergies);
	        this.problems = this.convertValues(source["problems"], Problem);
	        this.medications = this.convertValues(source["medications"], Medication);
	        this.series = this.convertValues(source["series"], Series);
	        this.timeline = this.convertValues(source["timeline"], TimelinePage);
	        this.draft = source["draft"];
	        this.conflicts = source["conflicts"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class PatientSaved {
	    id: string;
	    similar: PatientRow[];
	
	    static createFrom(source: any = {}) {
	        return new PatientSaved(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.similar = this.convertValues(source["similar"], PatientRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PersonRef {
	    id: string;
	    name: string;
	    role: string;
	
	    static createFrom(source: any = {}) {
	        return new PersonRef(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.role = source["role"];
	    }
	}
	export class PickedFile {
	    id: string;
	    name: string;
	    size: number;
	
	    static createFrom(source: any = {}) {
	        return new PickedFile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.size = source["size"];
	    }
	}
	
	export class PracticeInfo {
	    name: string;
	    id: string;
	    country: string;
	    kitShown: string;
	    people: Member[];
	
	    static createFrom(source: any = {}) {
	        return new PracticeInfo(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.id = source["id"];
	        this.country = source["country"];
	        this.kitShown = source["kitShown"];
	        this.people = this.convertValues(source["people"], Member);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Preferences {
	    locale: string;
	    theme: string;
	    singleKeys: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Preferences(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.locale = source["locale"];
	        this.theme = source["theme"];
	        this.singleKeys = source["singleKeys"];
	    }
	}
	
	export class ProblemInput {
	    name: string;
	    onset: string;
	
	    static createFrom(source: any = {}) {
	        return new ProblemInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.onset = source["onset"];
	    }
	}
	export class Region {
	    id: string;
	    place: string;
	    country: string;
	    law: string;
	    endpoint: string;
	    endpointOpen: boolean;
	    proposed: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Region(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.place = source["place"];
	        this.country = source["country"];
	        this.law = source["law"];
	        this.endpoint = source["endpoint"];
	        this.endpointOpen = source["endpointOpen"];
	        this.proposed = source["proposed"];
	    }
	}
	export class Provider {
	    id: string;
	    name: string;
	    regions: Region[];
	    note: string;
	
	    static createFrom(source: any = {}) {
	        return new Provider(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.regions = this.convertValues(source["regions"], Region);
	        this.note = source["note"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class RecoverInput {
	    person: string;
	    name: string;
	    words: string[];
	    password: string;
	
	    static createFrom(source: any = {}) {
	        return new RecoverInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.person = source["person"];
	        this.name = source["name"];
	        this.words = source["words"];
	        this.password = source["password"];
	    }
	}
	export class RecoveryKit {
	    words: string[];
	    qr: string;
	    practice: string;
	    createdShown: string;
	    storage: string[];
	    ask: number[];
	
	    static createFrom(source: any = {}) {
	        return new RecoveryKit(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.words = source["words"];
	        this.qr = source["qr"];
	        this.practice = source["practice"];
	        this.createdShown = source["createdShown"];
	        this.storage = source["storage"];
	        this.ask = source["ask"];
	    }
	}
	
	export class RemoteCheck {
	    id: string;
	    state: string;
	    detail: string;
	
	    static createFrom(source: any = {}) {
	        return new RemoteCheck(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.state = source["state"];
	        this.detail = source["detail"];
	    }
	}
	export class RemoteTest {
	    ok: boolean;
	    place: string;
	    shown: string;
	    checks: RemoteCheck[];
	
	    static createFrom(source: any = {}) {
	        return new RemoteTest(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.ok = source["ok"];
	        this.place = source["place"];
	        this.shown = source["shown"];
	        this.checks = this.convertValues(source["checks"], RemoteCheck);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class RemoteInfo {
	    name: string;
	    kind: string;
	    provider: string;
	    endpoint: string;
	    region: string;
	    bucket: string;
	    folder: string;
	    place: string;
	    accessKey: string;
	    test: RemoteTest;
	
	    static createFrom(source: any = {}) {
	        return new RemoteInfo(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.kind = source["kind"];
	        this.provider = source["provider"];
	        this.endpoint = source["endpoint"];
	        this.region = source["region"];
	        this.bucket = source["bucket"];
	        this.folder = source["folder"];
	        this.place = source["place"];
	        this.accessKey = source["accessKey"];
	        this.test = this.convertValues(source["test"], RemoteTest);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class RestoreCheck {
	    backup: string;
	    records: number;
	    bytes: number;
	    newestShown: string;
	    later: number;
	    problems: string[];
	
	    static createFrom(source: any = {}) {
	        return new RestoreCheck(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.backup = source["backup"];
	        this.records = source["records"];
	        this.bytes = source["bytes"];
	        this.newestShown = source["newestShown"];
	        this.later = source["later"];
	        this.problems = source["problems"];
	    }
	}
	export class RestoreFound {
	    practice: string;
	    place: string;
	    people: PersonRef[];
	    backups: BackupRow[];
	
	    static createFrom(source: any = {}) {
	        return new RestoreFound(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.practice = source["practice"];
	        this.place = source["place"];
	        this.people = this.convertValues(source["people"], PersonRef);
	        this.backups = this.convertValues(source["backups"], BackupRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class RestoreProgress {
	    records: number;
	    recordsTotal: number;
	    bytes: number;
	    bytesTotal: number;
	    kept: number;
	
	    static createFrom(source: any = {}) {
	        return new RestoreProgress(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.records = source["records"];
	        this.recordsTotal = source["recordsTotal"];
	        this.bytes = source["bytes"];
	        this.bytesTotal = source["bytesTotal"];
	        this.kept = source["kept"];
	    }
	}
	export class RestoredRoot {
	    compartment: string;
	    root: string;
	    records: number;
	    matches: boolean;
	
	    static createFrom(source: any = {}) {
	        return new RestoredRoot(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.compartment = source["compartment"];
	        this.root = source["root"];
	        this.records = source["records"];
	        this.matches = source["matches"];
	    }
	}
	export class RestoreResult {
	    records: number;
	    bytes: number;
	    seconds: number;
	    rootMatches: boolean;
	    roots: RestoredRoot[];
	    newestShown: string;
	    backupShown: string;
	    errors: number;
	
	    static createFrom(source: any = {}) {
	        return new RestoreResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.records = source["records"];
	        this.bytes = source["bytes"];
	        this.seconds = source["seconds"];
	        this.rootMatches = source["rootMatches"];
	        this.roots = this.convertValues(source["roots"], RestoredRoot);
	        this.newestShown = source["newestShown"];
	        this.backupShown = source["backupShown"];
	        this.errors = source["errors"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class S3Input {
	    provider: string;
	    endpoint: string;
	    region: string;
	    bucket: string;
	    accessKey: string;
	    secret: string;
	    caFile: string;
	    attestPlace: string;
	
	    static createFrom(source: any = {}) {
	        return new S3Input(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.provider = source["provider"];
	        this.endpoint = source["endpoint"];
	        this.region = source["region"];
	        this.bucket = source["bucket"];
	        this.accessKey = source["accessKey"];
	        this.secret = source["secret"];
	        this.caFile = source["caFile"];
	        this.attestPlace = source["attestPlace"];
	    }
	}
	export class RestoreSource {
	    words: string[];
	    kind: string;
	    folder: string;
	    s3: S3Input;
	
	    static createFrom(source: any = {}) {
	        return new RestoreSource(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.words = source["words"];
	        this.kind = source["kind"];
	        this.folder = source["folder"];
	        this.s3 = this.convertValues(source["s3"], S3Input);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class RestoreStart {
	    backup: string;
	    person: string;
	    password: string;
	
	    static createFrom(source: any = {}) {
	        return new RestoreStart(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.backup = source["backup"];
	        this.person = source["person"];
	        this.password = source["password"];
	    }
	}
	export class RestoreState {
	    phase: string;
	    source: RestoreFound;
	    check: RestoreCheck;
	    progress: RestoreProgress;
	    result: RestoreResult;
	    code: string;
	    message: string;
	    hint: string;
	
	    static createFrom(source: any = {}) {
	        return new RestoreState(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.phase = source["phase"];
	        this.source = this.convertValues(source["source"], RestoreFound);
	        this.check = this.convertValues(source["check"], RestoreCheck);
	        this.progress = this.convertValues(source["progress"], RestoreProgress);
	        this.result = this.convertValues(source["result"], RestoreResult);
	        this.code = source["code"];
	        this.message = source["message"];
	        this.hint = source["hint"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	export class SavedFile {
	    path: string;
	
	    static createFrom(source: any = {}) {
	        return new SavedFile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	    }
	}
	
	export class SessionState {
	    phase: string;
	    practice: string;
	    device: string;
	    person?: PersonRef;
	    people: PersonRef[];
	    preferences: Preferences;
	    abilities: Abilities;
	    proof: CipherProof;
	    secondFactor: string;
	    demo: boolean;
	    demoPassword: string;
	    version: string;
	
	    static createFrom(source: any = {}) {
	        return new SessionState(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.phase = source["phase"];
	        this.practice = source["practice"];
	        this.device = source["device"];
	        this.person = this.convertValues(source["person"], PersonRef);
	        this.people = this.convertValues(source["people"], PersonRef);
	        this.preferences = this.convertValues(source["preferences"], Preferences);
	        this.abilities = this.convertValues(source["abilities"], Abilities);
	        this.proof = this.convertValues(source["proof"], CipherProof);
	        this.secondFactor = source["secondFactor"];
	        this.demo = source["demo"];
	        this.demoPassword = source["demoPassword"];
	        this.version = source["version"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SetupProgress {
	    step: string;
	    locale: string;
	    clinic: ClinicInput;
	    passwordSet: boolean;
	    storage: string;
	    storageShown: string;
	
	    static createFrom(source: any = {}) {
	        return new SetupProgress(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.step = source["step"];
	        this.locale = source["locale"];
	        this.clinic = this.convertValues(source["clinic"], ClinicInput);
	        this.passwordSet = source["passwordSet"];
	        this.storage = source["storage"];
	        this.storageShown = source["storageShown"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SyncStatus {
	    phase: string;
	    waiting: number;
	    left: number;
	    conflicts: number;
	    alarms: number;
	    savedShown: string;
	    syncedShown: string;
	    backupShown: string;
	    age: string;
	    clockBehind: number;
	    place: string;
	    code: string;
	    message: string;
	    hint: string;
	
	    static createFrom(source: any = {}) {
	        return new SyncStatus(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.phase = source["phase"];
	        this.waiting = source["waiting"];
	        this.left = source["left"];
	        this.conflicts = source["conflicts"];
	        this.alarms = source["alarms"];
	        this.savedShown = source["savedShown"];
	        this.syncedShown = source["syncedShown"];
	        this.backupShown = source["backupShown"];
	        this.age = source["age"];
	        this.clockBehind = source["clockBehind"];
	        this.place = source["place"];
	        this.code = source["code"];
	        this.message = source["message"];
	        this.hint = source["hint"];
	    }
	}
	
	export class TimelineQuery {
	    patient: string;
	    after: string;
	    limit: number;
	    kind: string;
	
	    static createFrom(source: any = {}) {
	        return new TimelineQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.patient = source["patient"];
	        this.after = source["after"];
	        this.limit = source["limit"];
	        this.kind = source["kind"];
	    }
	}
	
	export class UnlockInput {
	    person: string;
	    password: string;
	
	    static createFrom(source: any = {}) {
	        return new UnlockInput(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.person = source["person"];
	        this.password = source["password"];
	    }
	}
	export class VerifyProblem {
	    object: string;
	    kind: string;
	    what: string;
	
	    static createFrom(source: any = {}) {
	        return new VerifyProblem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.object = source["object"];
	        this.kind = source["kind"];
	        this.what = source["what"];
	    }
	}
	export class VerifyResult {
	    objects: number;
	    bytes: number;
	    problems: VerifyProblem[];
	    seconds: number;
	
	    static createFrom(source: any = {}) {
	        return new VerifyResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.objects = source["objects"];
	        this.bytes = source["bytes"];
	        this.problems = this.convertValues(source["problems"], VerifyProblem);
	        this.seconds = source["seconds"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class WordsCheck {
	    unknown: number[];
	    complete: boolean;
	    checksumWrong: boolean;
	
	    static createFrom(source: any = {}) {
	        return new WordsCheck(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.unknown = source["unknown"];
	        this.complete = source["complete"];
	        this.checksumWrong = source["checksumWrong"];
	    }
	}

}

