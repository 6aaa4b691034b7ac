export namespace app {
	
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

}

