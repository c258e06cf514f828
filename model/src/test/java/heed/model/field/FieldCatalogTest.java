package heed.model.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCatalogTest {
    private final FieldCatalog catalog = FieldCatalog.standard();

    @ParameterizedTest
    @ValueSource(strings = {"Email Opt Out", "emailOptOut", "EMAILOPTOUT", " email opt out "})
    void a_field_is_found_by_label_or_api_name_in_any_case(String name) {
        assertThat(catalog.find(name)).contains(StandardFields.EMAIL_OPT_OUT);
    }

    @Test
    void words_that_marketers_use_find_the_field() {
        assertThat(catalog.search("bounced").get(0)).isEqualTo(StandardFields.BOUNCED);
        assertThat(catalog.search("opt out").get(0)).isEqualTo(StandardFields.EMAIL_OPT_OUT);
        assertThat(catalog.search("unsubscribed")).containsExactly(StandardFields.EMAIL_OPT_OUT);
        assertThat(catalog.search("nothing like it")).isEmpty();
        assertThat(catalog.search("")).isEqualTo(StandardFields.ALL);
    }
}
