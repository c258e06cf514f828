package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.bounces.marking.BounceStatus;
import heed.bounces.marking.MarkingPause;
import heed.mail.MailId;
import heed.store.BounceReviewContract.FixedDiagnosis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hourly counts of bounced mails, by which marking pauses. */
interface HourlyBounceCountsContract extends BounceTestStore {
    List<String> DOMAINS = List.of("one.example", "two.example", "three.example");
    List<BounceReason> REASONS =
            List.of(BounceReason.USER_UNKNOWN, BounceReason.QUOTA_EXCEEDED, BounceReason.POLICY_ISSUE);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void bounced_mails_are_counted_exactly_whatever_happens_to_their_bounces(long seed) {
        Random random = new Random(seed);
        bounces().write(work -> {
            work.setPolicy(new BouncePolicy(5, Duration.ofDays(7), 0.1, 3, 0.05, 10));
            return true;
        });
        List<MailId> mails = new ArrayList<>(List.of(send(random)));
        Set<String> effects = new TreeSet<>();
        for (int step = 0; step < 200; step++) {
            clock().advance(Duration.ofMinutes(random.nextInt(6)));
            int choice = random.nextInt(20);
            if (choice < 8) {
                mails.add(send(random));
            } else if (choice < 16) {
                MailId mail = mails.get(random.nextInt(mails.size())); // maybe an old one, or one that bounced before
                BounceKind kind = random.nextBoolean() ? BounceKind.HARD : BounceKind.SOFT;
                effects.add(bounce(mail, pick(random, REASONS), kind).label());
            } else {
                correct(random, choice, step, effects);
            }
            requireExactCounts();
        }
        assertThat(effects)
                .contains("held by a pause", "marked Bounced", "reversed", "reclassified", "confirmed", "discarded");
    }

    private MailId send(Random random) {
        return sendMail("p" + random.nextLong(Long.MAX_VALUE) + "@" + pick(random, DOMAINS));
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void correct(Random random, int choice, int step, Set<String> effects) {
        BounceReview review = new BounceReview(bounces(), "ann");
        Instant now = clock().instant();
        Optional<MarkingPause> pause = bounces().read(reading -> reading.listPauses()).stream()
                .filter(open -> open.end().isEmpty())
                .findFirst();
        BounceQuery query = new BounceQuery(
                Optional.empty(),
                Optional.of(pick(random, DOMAINS)),
                Optional.empty(),
                Optional.of(pick(random, REASONS)),
                Optional.empty(),
                Optional.of(now.minus(Duration.ofHours(2))),
                Optional.empty());
        if (choice == 16) {
            effects.add(review.reverse(query, ReviewMode.APPLY, now).changes().isEmpty() ? "" : "reversed");
        } else if (choice == 17) {
            FixedDiagnosis diagnoser = new FixedDiagnosis("step " + step, pick(random, REASONS), BounceKind.SOFT);
            effects.add(
                    review.reclassify(query, diagnoser, ReviewMode.APPLY, now)
                                    .changes()
                                    .isEmpty()
                            ? ""
                            : "reclassified");
        } else if (choice == 18) {
            pause.ifPresent(open -> effects.add(
                    review.confirm(open.number(), ReviewMode.APPLY, now).isPresent() ? "confirmed" : ""));
        } else {
            pause.ifPresent(open -> effects.add(
                    review.discard(open.number(), ReviewMode.APPLY, now).isPresent() ? "discarded" : ""));
        }
    }

    private void requireExactCounts() {
        List<Bounce> bounces = bounces().read(reading -> reading.listBounces(BounceQuery.ALL, BounceId.START, 10_000));
        Map<List<Object>, Set<MailId>> counted = new HashMap<>();
        Set<Instant> hours = new TreeSet<>();
        for (Bounce bounce : bounces) {
            Instant hour = bounce.bouncedMail().sentAt().orElseThrow().truncatedTo(ChronoUnit.HOURS);
            hours.add(hour);
            if (bounce.kind() == VerdictKind.FAILED
                    && EnumSet.of(BounceStatus.COUNTS, BounceStatus.HELD).contains(bounce.status())) {
                BounceReason reason = bounce.diagnosis().orElseThrow().reason();
                String domain = bounce.bouncedMail().address().orElseThrow().domain();
                for (String scope : List.of(domain, "")) {
                    counted.computeIfAbsent(List.of(scope, reason, hour), absent -> new HashSet<>())
                            .add(bounce.bouncedMail().mail().orElseThrow());
                }
            }
        }
        Map<List<Object>, Long> actual = new HashMap<>();
        bounces().write(work -> {
            for (Instant hour : hours) {
                for (BounceReason reason : REASONS) {
                    DOMAINS.forEach(domain -> actual.put(
                            List.of(domain, reason, hour), work.countBounced(Optional.of(domain), reason, hour)));
                    actual.put(List.of("", reason, hour), work.countBounced(Optional.empty(), reason, hour));
                }
            }
            return true;
        });
        actual.forEach((key, number) -> assertThat(number)
                .as(key.toString())
                .isEqualTo(counted.getOrDefault(key, Set.of()).size()));
    }
}
