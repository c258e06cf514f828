package heed.model.field;

import com.ibm.icu.util.Region;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The numeric codes of ISO 3166-1, from ICU4J. They have three digits, as many dialing codes have: 380 is Italy in ISO 3166-1, and
 * the dialing code of Ukraine.
 */
final class CountryNumbers {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{3}");
    /** The places in the plan of ITU-T E.164 from which dialing codes of three digits are assigned. */
    private static final Pattern DIALING_CODE =
            Pattern.compile("(?:2[1-689]|3[578]|42|50|59|6[7-9]|8[0578]|9[679])[0-9]");

    private CountryNumbers() {}

    /** Tests whether a text has three digits and nothing else. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** Tests whether a text has the form of a dialing code of three digits. */
    static boolean mayBeDialingCode(String text) {
        return DIALING_CODE.matcher(text).matches();
    }

    /** Returns the country with a numeric code of three digits; empty if there is none. */
    static Optional<Country> find(String number) {
        try {
            return Country.ofCode(Region.getInstance(Integer.parseInt(number)).toString());
        } catch (IllegalArgumentException noRegion) {
            return Optional.empty();
        }
    }
}
