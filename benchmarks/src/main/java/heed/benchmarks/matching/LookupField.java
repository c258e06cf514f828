package heed.benchmarks.matching;

import heed.model.field.Field;
import heed.model.field.StandardFields;

/** The fields through which a hand-written index finds automations, the most selective field first. */
enum LookupField {
    CITY(StandardFields.CITY),
    DOMAIN(ProspectGenerator.DOMAIN),
    COUNTRY(StandardFields.COUNTRY),
    INTERESTS(ProspectGenerator.INTERESTS),
    OWNER(StandardFields.LEAD_OWNER),
    INDUSTRY(ProspectGenerator.INDUSTRY),
    LANGUAGE(StandardFields.LANGUAGE);

    private final Field field;

    LookupField(Field field) {
        this.field = field;
    }

    Field field() {
        return field;
    }
}
