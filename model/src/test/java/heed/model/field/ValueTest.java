package heed.model.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.prospect.ValueReader;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Test
    void text_comparison_ignores_case_surrounding_space_and_unicode_form() {
        assertThat(Value.Text.of(" CAFE\u0301 ")).isEqualTo(Value.Text.of("café"));
        assertThat(Value.Text.of("ΟΔΟΣ")).isEqualTo(Value.Text.of("οδος"));
        assertThat(Value.Text.of("a")).isNotEqualTo(Value.Text.of("á"));
        assertThat(Value.Text.from("\u00a0 \t\u0000")).isEmpty();
    }

    @Test
    void text_is_stored_as_it_was_written() {
        assertThat(Value.Text.of(" McDonald ").text()).isEqualTo("McDonald");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void a_number_of_fifteen_digits_is_read_back_unchanged_and_in_order(long seed) {
        Random random = new Random(seed);
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < 20_000; i++) {
            BigDecimal number = BigDecimal.valueOf(
                    random.nextLong(-999_999_999_999_999L, 1_000_000_000_000_000L), random.nextInt(-60, 60));
            Value.Decimal value = Value.Decimal.from(number).orElseThrow();
            assertThat(new BigDecimal(value.text())).isEqualByComparingTo(number);
            assertThat(Integer.signum(value.key().compareTo(before.doubleValue())))
                    .isEqualTo(number.compareTo(before));
            before = number;
        }
    }

    @Test
    void a_number_that_cannot_be_stored_exactly_is_rejected() {
        assertThat(Value.Decimal.from(new BigDecimal("9007199254740993"))).isEmpty();
        assertThat(Value.Decimal.from(new BigDecimal("1e91"))).isEmpty();
        assertThat(Value.Decimal.from(new BigDecimal("1e999999999"))).isEmpty();
        assertThat(Value.Decimal.from(new BigDecimal("-0.00")).orElseThrow().text())
                .isEqualTo("0");
        assertThat(ValueReader.readNumber("1200.50").text()).isEqualTo("1200.5");
    }

    @Test
    void every_value_is_read_back_from_its_text() {
        FieldCatalog fields = new FieldCatalog(List.of(
                custom("renewal", ValueType.DATE, 0),
                custom("interests", ValueType.TAGS, 1),
                custom("vip", ValueType.YES_NO, 2)));
        for (List<String> pair : List.of(
                List.of("renewal", "2026-02-28"),
                List.of("interests", "a\\; b; C\\\\; d"),
                List.of("vip", "No"),
                List.of("created", "2026-01-31T09:30:00Z"),
                List.of("country", "CA"),
                List.of("leadScore", "-12.25"),
                List.of("company", "\"quoted\"; and, so on"))) {
            Field field = fields.find(pair.get(0)).orElseThrow();
            assertThat(ValueReader.read(field, pair.get(1), PARIS).orElseThrow().text())
                    .isEqualTo(pair.get(1));
        }
    }

    @Test
    void a_time_without_an_offset_is_read_in_the_zone_of_the_account() {
        assertThat(ValueReader.readDateTime("2026-07-01 12:00", PARIS).text()).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(ValueReader.readDateTime("2026-07-01", PARIS).text()).isEqualTo("2026-06-30T22:00:00Z");
        assertThat(ValueReader.readDateTime("2026-07-01T12:00:00+05:30", PARIS).text())
                .isEqualTo("2026-07-01T06:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,200", "0x10", "NaN", "Infinity", "1e99999", "--1", "1 2", ""})
    void text_that_is_not_a_number_is_rejected(String text) {
        assertThatThrownBy(() -> ValueReader.readNumber(text)).isInstanceOf(ValueReader.WrongValueException.class);
    }

    @Test
    void a_day_that_does_not_exist_is_rejected() {
        assertThatThrownBy(() -> ValueReader.readDate("2026-02-30")).hasMessageContaining("a date such as");
        assertThatThrownBy(() -> ValueReader.readDate("+12026-01-01")).hasMessageContaining("a date such as");
    }

    private static Field custom(String name, ValueType type, int index) {
        return new Field(name, name, type, List.of(), StandardFields.ALL.size() + index, true);
    }
}
