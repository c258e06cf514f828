package heed.mail.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendGateTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "receipt", "1", 1);

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryMailStore store = new InMemoryMailStore(clock);
    private final SendGate gate = new SendGate(store, clock, Duration.ofMinutes(10));

    private SendPermit permit() {
        return gate.claim(KEY, ANN, MessageClass.TRANSACTIONAL).either(permit -> permit, reason -> {
            throw new AssertionError(reason.describe());
        });
    }

    @Test
    @Promise(1)
    void a_permit_is_good_for_two_seconds_after_its_claim() {
        SendPermit permit = permit();
        assertThat(permit.use(START.plusSeconds(2))).isFalse();
        assertThat(permit.use(START.plusMillis(1999))).isTrue();
    }

    @Test
    @Promise(2)
    void a_permit_is_used_once() {
        SendPermit permit = permit();
        assertThat(permit.use(START)).isTrue();
        assertThat(permit.use(START)).isFalse();
    }

    @Test
    @Promise(1)
    void a_clock_that_went_back_does_not_make_a_permit_younger() {
        assertThat(permit().use(START.minusMillis(1))).isFalse();
    }

    @Test
    @Promise(1)
    void only_the_gate_makes_permits_and_nothing_stores_them() {
        for (Constructor<?> constructor : SendPermit.class.getDeclaredConstructors()) {
            assertThat(constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED))
                    .isZero();
        }
        assertThat(Modifier.isFinal(SendPermit.class.getModifiers())).isTrue();
        assertThat(Serializable.class.isAssignableFrom(SendPermit.class)).isFalse();
    }

    @Test
    @Promise(1)
    void a_refusal_says_why_and_since_when() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        clock.advance(Duration.ofDays(1));
        String why =
                gate.claim(KEY, ANN, MessageClass.TRANSACTIONAL).either(SendPermit::toString, SkipReason::describe);
        assertThat(why).isEqualTo("Email Opt Out since 2026-03-01T10:00:00Z");
    }

    @Test
    void a_refusal_of_a_listed_address_reads_as_a_sentence() {
        Provenance why = new Provenance(
                clock.instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                "a letter",
                Optional.empty(),
                Optional.empty());
        Suppression listed = new Suppression(
                ANN, SuppressionReason.LISTED, new Suppression.ListEntry(why), Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(SkipReason.suppressed(listed).describe())
                .isEqualTo("On the suppression list since 2026-03-01T10:00:00Z");
    }

    @Test
    @Promise(1)
    void too_few_verdicts_send_nothing() {
        Attempts mute = (Attempts) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Attempts.class},
                (proxy, method, arguments) -> java.util.List.of());
        SendGate broken = new SendGate(mute, clock, Duration.ofMinutes(10));
        assertThatThrownBy(() -> broken.claim(KEY, ANN, MessageClass.MARKETING))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void no_address_is_in_what_is_logged() {
        assertThat(permit().toString()).doesNotContain("ann");
        assertThat(Claim.of(KEY, ANN, MessageClass.MARKETING).toString()).doesNotContain("ann");
    }
}
