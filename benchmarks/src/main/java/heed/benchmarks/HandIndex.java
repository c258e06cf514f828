package heed.benchmarks;

import heed.model.field.Field;
import heed.model.field.StandardFields;

/** The fields that one would look automations up by, those that leave the fewest first. */
enum HandIndex {
    CITY(StandardFields.CITY),
    DOMAIN(People.DOMAIN),
    COUNTRY(StandardFields.COUNTRY),
    INTERESTS(People.INTERESTS),
    OWNER(StandardFields.LEAD_OWNER),
    INDUSTRY(People.INDUSTRY),
    LANGUAGE(StandardFields.LANGUAGE);

    private final Field field;

    HandIndex(Field field) {
        this.field = field;
    }

    Field field() {
        return field;
    }
}
