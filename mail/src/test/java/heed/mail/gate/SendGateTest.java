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
    void a_permit_is_valid_for_two_seconds_after_its_claim() {
        SendPermit permit = permit();
        assertThat(permit.use(START.plusSeconds(2))).isFalse();
        assertThat(permit.use(START.plusMillis(1999))).isTrue();
    }

    @Test
    @Promise(2)
    void a_permit_can_be_used_only_once() {
        SendPermit permit = permit();
        assertThat(permit.use(START)).isTrue();
        assertThat(permit.use(START)).isFalse();
    }

    @Test
    @Promise(1)
    void a_permit_is_invalid_if_the_clock_was_set_back() {
        assertThat(permit().use(START.minusMillis(1))).isFalse();
    }

    @Test
    @Promise(1)
    void only_the_gate_creates_permits_and_nothing_can_store_them() {
        for (Constructor<?> constructor : SendPermit.class.getDeclaredConstructors()) {
            assertThat(constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED))
                    .isZero();
        }
        assertThat(Modifier.isFinal(SendPermit.class.getModifiers())).isTrue();
        assertThat(Serializable.class.isAssignableFrom(SendPermit.class)).isFalse();
    }

    @Test
    @Promise(1)
    void a_refusal_has_the_reason_and_its_start() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        clock.advance(Duration.ofDays(1));
        String reason =
                gate.claim(KEY, ANN, MessageClass.TRANSACTIONAL).either(SendPermit::toString, SkipReason::describe);
        assertThat(reason).isEqualTo("Email Opt Out since 2026-03-01T10:00:00Z");
    }

    @Test
    void a_refusal_of_a_listed_address_names_the_suppression_list() {
        Provenance provenance = new Provenance(
                clock.instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                "a letter",
                Optional.empty(),
                Optional.empty());
        Suppression listed = new Suppression(
                ANN,
                SuppressionReason.LISTED,
                new Suppression.ListEntry(provenance),
                Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(SkipReason.suppressed(listed).describe())
                .isEqualTo("On the suppression list since 2026-03-01T10:00:00Z");
    }

    @Test
    @Promise(1)
    void a_store_that_returns_too_few_verdicts_permits_nothing() {
        Attempts withoutVerdicts = (Attempts) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Attempts.class},
                (proxy, method, arguments) -> java.util.List.of());
        SendGate brokenGate = new SendGate(withoutVerdicts, clock, Duration.ofMinutes(10));
        assertThatThrownBy(() -> brokenGate.claim(KEY, ANN, MessageClass.MARKETING))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void no_logged_form_contains_an_address() {
        assertThat(permit().toString()).doesNotContain("ann");
        assertThat(Claim.of(KEY, ANN, MessageClass.MARKETING).toString()).doesNotContain("ann");
    }
}
