package heed.model.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountryTest {

    @ParameterizedTest
    @CsvSource({
        "Canada, CA",
        "CA, CA",
        "can, CA",
        "' canada ', CA",
        "U.S.A., US",
        "the Netherlands, NL",
        "Cote d’Ivoire, CI",
        "Ivory Coast, CI",
        "Türkiye, TR",
        "turkey, TR",
        "'Korea, Republic of', KR",
        "UK, GB",
        "Guinea-Bissau, GW"
    })
    void codes_and_english_names_find_the_same_country(String text, String code) {
        assertThat(Country.find(text).orElseThrow().code()).isEqualTo(code);
    }

    @Test
    void every_iso_country_is_found_by_its_codes_and_its_name() {
        for (String code : Locale.getISOCountries()) {
            Country country = Country.find(code).orElseThrow();
            assertThat(Country.find(new Locale.Builder().setRegion(code).build().getISO3Country()))
                    .contains(country);
            assertThat(Country.find(country.name())).contains(country);
        }
        assertThat(Country.all()).hasSize(Locale.getISOCountries().length);
    }

    @Test
    void an_unknown_country_is_stored_as_text_and_equals_no_known_one() {
        Value.CountryName unknown = Value.CountryName.from(" Atlantis ").orElseThrow();
        assertThat(unknown.country()).isEmpty();
        assertThat(unknown.text()).isEqualTo("Atlantis");
        assertThat(unknown).isEqualTo(Value.CountryName.from("ATLANTIS").orElseThrow());
        assertThat(unknown).isNotEqualTo(Value.CountryName.from("Canada").orElseThrow());
    }
}
