package heed.model.field;

import java.util.ArrayList;
import java.util.List;

/** The fields of every prospect. */
public final class StandardFields {
    private static final List<Field> FIELDS = new ArrayList<>();

    public static final Field ID = field("id", "Id", ValueType.TEXT, false, "identifier", "key", "number");
    public static final Field EMAIL = field("email", "Email", ValueType.TEXT, true, "address", "mail", "e-mail");
    public static final Field FIRST_NAME =
            field("firstName", "First Name", ValueType.TEXT, true, "given name", "forename");
    public static final Field LAST_NAME =
            field("lastName", "Last Name", ValueType.TEXT, true, "surname", "family name");
    public static final Field COMPANY =
            field("company", "Company", ValueType.TEXT, true, "account", "organisation", "organization", "employer");
    public static final Field COUNTRY =
            field("country", "Country", ValueType.COUNTRY, true, "nation", "land", "location");
    public static final Field STATE = field("state", "State", ValueType.TEXT, true, "province", "region", "county");
    public static final Field CITY = field("city", "City", ValueType.TEXT, true, "town", "place", "location");
    public static final Field LANGUAGE = field("language", "Language", ValueType.TEXT, true, "locale", "tongue");
    public static final Field LEAD_SOURCE =
            field("leadSource", "Lead Source", ValueType.TEXT, true, "origin", "channel", "campaign");
    public static final Field LEAD_OWNER =
            field("leadOwner", "Lead Owner", ValueType.TEXT, true, "salesperson", "assigned to", "rep");
    public static final Field LEAD_SCORE =
            field("leadScore", "Lead Score", ValueType.NUMBER, true, "points", "rating", "grade");
    public static final Field CREATED =
            field("created", "Created", ValueType.DATE_TIME, false, "added", "date created", "since", "new");
    public static final Field EMAIL_OPT_OUT = field(
            "emailOptOut",
            "Email Opt Out",
            ValueType.YES_NO,
            true,
            "opt-out",
            "optout",
            "opted out",
            "unsubscribe",
            "unsubscribed",
            "do not email",
            "consent",
            "gdpr",
            "suppression");
    public static final Field BOUNCED = field(
            "bounced",
            "Bounced",
            ValueType.YES_NO,
            true,
            "bounce",
            "hard bounce",
            "undeliverable",
            "invalid email",
            "suppression");

    /** All standard fields, in the order of their slots. */
    public static final List<Field> ALL = List.copyOf(FIELDS);

    private StandardFields() {}

    private static Field field(String apiName, String label, ValueType type, boolean settable, String... searchWords) {
        Field field = new Field(apiName, label, type, List.of(searchWords), FIELDS.size(), settable);
        FIELDS.add(field);
        return field;
    }
}
