package heed.model.field;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.text.TsvResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryTest {

    @ParameterizedTest
    @CsvSource({
        "Canada, CA",
        "CA, CA",
        "can, CA",
        "' canada ', CA",
        "U.S.A., US",
        "u.k., GB",
        "UK, GB",
        "the Netherlands, NL",
        "Holland, NL",
        "Cote d’Ivoire, CI",
        "Ivory Coast, CI",
        "CÔTE D'IVOIRE (IVORY COAST), CI",
        "Türkiye, TR",
        "turkey, TR",
        "'Korea, Republic of', KR",
        "Korea (the Republic of), KR",
        "'Germany, Federal Republic of', DE",
        "the Federal Republic of Germany, DE",
        "Congo (the Democratic Republic of the), CD",
        "'Congo, Republic of the', CG",
        "Bahamas (the), BS",
        "Guinea, GN",
        "Guinea-Bissau, GW",
        "Georgia, GE",
        "Burma, MM",
        "Swaziland, SZ",
        "Macedonia (FYROM), MK",
        "Kosovo, XK",
        "XKX, XK",
        "St. Lucia, LC"
    })
    void codes_and_english_names_find_the_same_country(String text, String code) {
        assertThat(Country.find(text).orElseThrow().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "DE - Germany, DE",
        "DE-Germany, DE",
        "Germany (DE), DE",
        "GERMANY [DEU], DE",
        "Deutschland / Germany, DE",
        "🇩🇪 , DE",
        "🇩🇪Germany, DE",
        "Ｇｅｒｍａｎｙ, DE",
        "Ger\u200Bmany, DE"
    })
    void a_code_a_flag_and_a_name_of_one_country_find_it(String text, String code) {
        assertThat(Country.find(text).orElseThrow().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "Германия, DE",
        "Germania, DE",
        "Németország, DE",
        "nemetorszag, DE",
        "Saksa, DE",
        "Almanya, DE",
        "ALMANYA, DE",
        "ألمانيا, DE",
        "גרמניה, DE",
        "ドイツ, DE",
        "독일, DE",
        "德国, DE",
        "德國, DE",
        "An Ghearmáin, DE",
        "Tyskland, DE",
        "Niemcy, DE",
        "Oesterreich, AT",
        "Áo, AT",
        "Ao, AO",
        "Tschechische Republik, CZ",
        "Storbritannien, GB"
    })
    void names_in_other_languages_find_the_country(String text, String code) {
        assertThat(Country.find(text).orElseThrow().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Congo",
                "the Congo",
                "Kongo",
                "Korea",
                "Virgin Islands",
                "DE - France",
                "250",
                "380",
                "999",
                "4",
                "49",
                "0049",
                "Y",
                "-",
                "()",
                "Europe",
                "America, Congo"
            })
    void what_names_no_country_or_several_finds_none(String text) {
        assertThat(Country.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "276, DE",
        "004, AF",
        "040, AT",
        "840, US",
        "826, GB",
        "724, ES",
        "Congo-Kinshasa, CD",
        "Congo - Brazzaville, CG",
        "Congo Kinshasa, CD",
        "RDC, CD",
        "North Korea, KP",
        "'Korea, South', KR",
        "'Korea, Republic of', KR",
        "ROK, KR",
        "'Korea, DPR', KP",
        "Südkorea, KR",
        "Coree du Nord, KP"
    })
    void numbers_and_names_that_only_one_country_has_are_read(String text, String code) {
        assertThat(Country.find(text).map(Country::code)).contains(code);
        assertThat(Country.ambiguity(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Congo | can be Democratic Republic of the Congo or Republic of the Congo",
                "the CONGO | can be Democratic Republic of the Congo or Republic of the Congo",
                "Korea | can be North Korea or South Korea",
                "Corée | can be North Korea or South Korea",
                "Virgin Islands | can be British Virgin Islands or United States Virgin Islands",
                "380 | can be the ISO number of Italy or a dialing code of another country",
                "250 | can be the ISO number of France or a dialing code of another country"
            })
    void what_several_countries_can_be_is_not_read_and_is_said(String text, String ambiguity) {
        assertThat(Country.find(text)).isEmpty();
        assertThat(Country.ambiguity(text)).contains(ambiguity);
    }

    @Test
    void what_no_country_can_be_is_not_ambiguous() {
        for (String text : List.of("Atlantis", "999", "49", "Europe", "?", "")) {
            assertThat(Country.ambiguity(text)).as(text).isEmpty();
        }
    }

    @Test
    void every_iso_country_is_found_by_its_codes_and_its_name() {
        for (String code : Locale.getISOCountries()) {
            Country country = Country.find(code).orElseThrow();
            assertThat(Country.find(new Locale.Builder().setRegion(code).build().getISO3Country()))
                    .contains(country);
            assertThat(Country.find(country.name())).contains(country);
        }
        assertThat(Country.all()).hasSize(Locale.getISOCountries().length + 1); // and Kosovo
    }

    /** The English table itself refuses two countries with one name when it is loaded. */
    @Test
    void every_name_in_every_language_finds_its_country_except_those_that_are_codes_or_that_several_countries_share() {
        Map<String, String> exceptions = new TreeMap<>();
        Set<String> languages = new TreeSet<>();
        CountryNames.forEach((language, name, country) -> {
            languages.add(language);
            Optional<Country> found = Country.find(name);
            if (!found.equals(Optional.of(country))) {
                exceptions.merge(
                        name, found.map(Country::code).orElse("none"), (first, second) -> first + "," + second);
            }
        });
        assertThat(languages).containsExactlyInAnyOrderElementsOf(CountryNames.LANGUAGES);
        assertThat(exceptions)
                .containsOnlyKeys("AS", "Congo", "Kongo", "Nga", "RU", "Конго")
                .containsEntry("AS", "AS") // Indonesian for the United States: a code wins
                .containsEntry("Nga", "NG") // Vietnamese for Russia: a code wins
                .containsEntry("Congo", "none,none");
    }

    @Test
    void the_names_of_pick_lists_of_crm_systems_find_their_countries() {
        for (String row : TsvResource.readRows(CountryTest.class, "country-pick-lists.tsv")) {
            List<String> cells = TsvResource.cells(row, 2);
            assertThat(Country.find(cells.get(1)).map(Country::code))
                    .as(cells.get(1))
                    .contains(cells.get(0));
        }
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
