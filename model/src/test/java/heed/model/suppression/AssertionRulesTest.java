package heed.model.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.Fact;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.fact.Provenance.Origin;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AssertionRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final EmailAddress OLD = new EmailAddress("old@example.com");
    private static final EmailAddress NEW = new EmailAddress("new@example.com");
    private static final Optional<Value> YES = Optional.of(Value.of(true));
    private static final Optional<Value> NO = Optional.of(Value.of(false));

    private final InMemoryProspects prospects = new InMemoryProspects();

    private static Provenance by(Origin origin) {
        return new Provenance(NOW, "ann", origin, "because", Optional.of("the evidence"), Optional.empty());
    }

    private ProspectId create(EmailAddress address) {
        return prospects.create(Optional.of(address), by(Origin.IMPORT));
    }

    private boolean isBounced(ProspectId prospect) {
        return prospects.since(prospect, ProspectFlag.BOUNCED).isPresent();
    }

    private boolean isOptedOut(ProspectId prospect) {
        return prospects.since(prospect, ProspectFlag.EMAIL_OPT_OUT).isPresent();
    }

    private void setBounced(ProspectId prospect, boolean yes) {
        prospects.assertFlag(prospect, ProspectFlag.BOUNCED, yes, by(Origin.PROFILE));
    }

    private void move(ProspectId prospect, EmailAddress address) {
        prospects.assertAddress(prospect, address, by(Origin.PROFILE));
    }

    private Fact lastFact(ProspectId prospect) {
        List<Fact> history = prospects.history(prospect);
        return history.get(history.size() - 1);
    }

    @Test
    void a_changed_value_is_one_fact_and_a_repeated_one_is_none() {
        ProspectId ann = create(OLD);
        Optional<Value> berlin = Optional.of(Value.Text.of("Berlin"));
        assertThat(prospects.assertField(ann, StandardFields.CITY, berlin, by(Origin.PROFILE)))
                .isTrue();
        assertThat(prospects.assertField(ann, StandardFields.CITY, berlin, by(Origin.PROFILE)))
                .isFalse();
        assertThat(prospects.history(ann)).singleElement().satisfies(fact -> {
            assertThat(fact.field()).contains(StandardFields.CITY);
            assertThat(fact.from()).isEmpty();
            assertThat(fact.to()).contains("Berlin");
            assertThat(fact.provenance()).isEqualTo(by(Origin.PROFILE));
        });
    }

    @ParameterizedTest
    @EnumSource(ProspectFlag.class)
    @Promise(6)
    void every_assertion_of_a_flag_is_a_fact_and_a_repeated_yes_keeps_its_since(ProspectFlag flag) {
        ProspectId ann = create(OLD);
        assertThat(prospects.assertFlag(ann, flag, true, by(Origin.AUTOMATION))).isTrue();
        Provenance later =
                new Provenance(NOW.plusSeconds(9), "ann", Origin.PROFILE, "again", Optional.empty(), Optional.empty());
        assertThat(prospects.assertFlag(ann, flag, true, later)).isFalse();
        assertThat(prospects.since(ann, flag)).contains(NOW);
        assertThat(prospects.history(ann)).hasSize(2);
        assertThat(lastFact(ann).from()).isEqualTo(lastFact(ann).to());
        assertThat(lastFact(ann).provenance()).isEqualTo(later);
    }

    @ParameterizedTest
    @CsvSource({"EMAIL_OPT_OUT, BOUNCED", "BOUNCED, EMAIL_OPT_OUT"})
    @Promise(3)
    void asserting_one_flag_never_changes_the_other(ProspectFlag asserted, ProspectFlag other) {
        ProspectId ann = create(OLD);
        prospects.assertFlag(ann, other, true, by(Origin.PROFILE));
        prospects.assertFlag(ann, asserted, true, by(Origin.PROFILE));
        prospects.assertFlag(ann, asserted, false, by(Origin.PROFILE));
        assertThat(prospects.since(ann, other)).contains(NOW);
        assertThat(prospects.since(ann, asserted)).isEmpty();
    }

    @Test
    @Promise({1, 3})
    void a_changed_address_takes_the_opt_out_along_and_leaves_the_bounce() {
        ProspectId ann = create(OLD);
        prospects.assertFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true, by(Origin.PROFILE));
        setBounced(ann, true);
        move(ann, NEW);
        assertThat(isOptedOut(ann)).isTrue();
        assertThat(isBounced(ann)).isFalse();
        assertThat(prospects.findOldestSuppression(OLD).orElseThrow().source())
                .isEqualTo(new Suppression.FormerHolder(ann, "P1"));
        assertThat(prospects.findOldestSuppression(NEW).orElseThrow().reason())
                .isEqualTo(SuppressionReason.EMAIL_OPT_OUT);
        assertThat(lastFact(ann).field()).contains(StandardFields.BOUNCED);
        assertThat(lastFact(ann).provenance().origin()).isEqualTo(Origin.ADDRESS_CHANGE);
        assertThat(lastFact(ann).provenance().reason())
                .isEqualTo("the address changed; the bounce stays with the former one");
    }

    @Test
    void a_cleared_address_leaves_the_bounce_too() {
        ProspectId ann = create(OLD);
        setBounced(ann, true);
        prospects.assertField(ann, StandardFields.EMAIL, Optional.empty(), by(Origin.PROFILE));
        assertThat(isBounced(ann)).isFalse();
        assertThat(prospects.findFormerHolder(OLD)).contains("P1");
    }

    @Test
    @Promise(1)
    void whoever_takes_an_address_that_a_bounced_prospect_has_left_is_bounced() {
        ProspectId ann = create(OLD);
        setBounced(ann, true);
        move(ann, NEW);
        ProspectId imported = create(OLD);
        assertThat(isBounced(imported)).isTrue();
        assertThat(lastFact(imported).provenance().reason()).isEqualTo("the address bounced when prospect P1 had it");
        move(ann, OLD);
        assertThat(isBounced(ann)).isTrue();
    }

    @Test
    @Promise(1)
    void a_mark_makes_everybody_bounced_who_has_the_address_now_or_later() {
        ProspectId ann = create(OLD);
        assertThat(prospects.mark(OLD, by(Origin.BOUNCE))).isTrue();
        ProspectId later = create(OLD);
        assertThat(isBounced(ann)).isTrue();
        assertThat(lastFact(ann).provenance()).isEqualTo(by(Origin.BOUNCE));
        assertThat(isBounced(later)).isTrue();
        assertThat(lastFact(later).provenance().reason()).isEqualTo("mail to the address bounced");
    }

    @Test
    void who_leaves_a_marked_address_leaves_only_what_was_said_of_the_prospect_itself() {
        ProspectId ann = create(OLD);
        ProspectId bob = create(OLD);
        setBounced(bob, true);
        prospects.mark(OLD, by(Origin.BOUNCE));
        move(ann, NEW);
        assertThat(prospects.findFormerHolder(OLD)).isEmpty();
        move(bob, NEW);
        assertThat(prospects.findFormerHolder(OLD)).contains("P2");
    }

    @Test
    @Promise(6)
    void clearing_bounced_ends_the_mark_for_all_who_are_bounced_only_because_of_the_address() {
        ProspectId ann = create(OLD);
        ProspectId bob = create(OLD);
        ProspectId own = create(OLD);
        setBounced(own, true);
        prospects.mark(OLD, by(Origin.BOUNCE));
        setBounced(ann, false);
        assertThat(isBounced(ann)).isFalse();
        assertThat(isBounced(bob)).isFalse();
        assertThat(isBounced(own)).isTrue();
        assertThat(prospects.isMarked(OLD)).isFalse();
        assertThat(lastFact(bob).provenance().origin()).isEqualTo(Origin.PROFILE);
        assertThat(lastFact(bob).provenance().reason())
                .isEqualTo("Bounced was cleared of prospect P1 with the same address");
    }

    @Test
    void clearing_bounced_ends_what_a_former_holder_has_left() {
        ProspectId ann = create(OLD);
        setBounced(ann, true);
        move(ann, NEW);
        ProspectId heir = create(OLD);
        setBounced(heir, false);
        assertThat(prospects.findFormerHolder(OLD)).isEmpty();
        assertThat(isBounced(create(OLD))).isFalse();
    }

    @Test
    void clearing_bounced_makes_earlier_bounces_say_nothing_unless_nothing_was_cleared() {
        ProspectId ann = create(OLD);
        setBounced(ann, false);
        assertThat(prospects.ignoredAddresses()).isEmpty();
        setBounced(ann, true);
        setBounced(ann, false);
        assertThat(prospects.ignoredAddresses()).containsExactly(OLD);
    }

    @Test
    @Promise(6)
    void an_undo_clears_the_prospect_and_ends_nothing_of_the_address() {
        ProspectId ann = create(OLD);
        prospects.mark(OLD, by(Origin.BOUNCE));
        prospects.assertFlag(ann, ProspectFlag.BOUNCED, false, by(Origin.UNDO));
        assertThat(isBounced(ann)).isFalse();
        assertThat(prospects.isMarked(OLD)).isTrue();
        assertThat(prospects.ignoredAddresses()).isEmpty();
    }

    @Test
    void taking_a_mark_back_clears_only_who_was_bounced_because_of_it() {
        ProspectId ann = create(OLD);
        ProspectId own = create(OLD);
        prospects.mark(OLD, by(Origin.BOUNCE));
        setBounced(own, true);
        assertThat(prospects.unmark(OLD, by(Origin.BOUNCE))).isTrue();
        assertThat(isBounced(ann)).isFalse();
        assertThat(isBounced(own)).isTrue();
    }

    @Test
    void taking_a_mark_back_clears_nobody_while_a_former_holders_bounce_stays_with_the_address() {
        ProspectId former = create(OLD);
        setBounced(former, true);
        move(former, NEW);
        ProspectId ann = create(OLD);
        prospects.mark(OLD, by(Origin.BOUNCE));
        prospects.unmark(OLD, by(Origin.BOUNCE));
        assertThat(isBounced(ann)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PROFILE, EMAIL, new@example.com, true",
        "PROFILE, BOUNCED, no, true",
        "PROFILE, BOUNCED, '', true",
        "PROFILE, BOUNCED, yes, false",
        "UNDO, BOUNCED, no, false",
        "UNDO, EMAIL, new@example.com, true",
        "PROFILE, EMAIL_OPT_OUT, yes, false"
    })
    void only_a_new_address_and_a_cleared_bounced_concern_the_address_itself(
            Origin origin, String field, String text, boolean concerns) {
        Field asserted = switch (field) {
            case "EMAIL" -> StandardFields.EMAIL;
            case "BOUNCED" -> StandardFields.BOUNCED;
            default -> StandardFields.EMAIL_OPT_OUT;
        };
        Optional<Value> value = switch (text) {
            case "yes" -> YES;
            case "no" -> NO;
            case "" -> Optional.empty();
            default -> Optional.of(Value.Text.of(text));
        };
        assertThat(AssertionRules.concernAddresses(
                        List.of(new FieldAssertion(new ProspectId(1), asserted, value)), by(origin)))
                .isEqualTo(concerns);
    }

    @Test
    void a_field_of_another_account_is_refused() {
        Field foreign = new Field("tier", "Tier", ValueType.TEXT, List.of(), StandardFields.ALL.size(), true);
        assertThatThrownBy(() -> AssertionRules.requireField(new FieldCatalog(List.of()), foreign))
                .hasMessage("Tier is no field of this account");
    }

    @Test
    void a_value_that_does_not_fit_its_field_is_refused() {
        assertThatThrownBy(() -> AssertionRules.requireFittingValue(StandardFields.CITY, YES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit City");
        assertThatThrownBy(() -> AssertionRules.requireFittingValue(
                        StandardFields.EMAIL, Optional.of(Value.Text.of("Ann@Example.COM"))))
                .hasMessage("not a canonical email address");
    }
}
