package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.MailId;
import heed.mail.bounce.Bounce;
import heed.mail.bounce.BounceId;
import heed.mail.bounce.BounceKind;
import heed.mail.bounce.BouncePolicy;
import heed.mail.bounce.BounceQuery;
import heed.mail.bounce.BounceReason;
import heed.mail.bounce.BounceReview;
import heed.mail.bounce.BounceReview.Mode;
import heed.mail.bounce.MarkingPause;
import heed.mail.bounce.Standing;
import heed.mail.bounce.VerdictKind;
import heed.store.BounceReviewContract.Always;
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

/** What marking pauses by: how many mails of an hour bounced for a reason. */
interface HourlyBouncesContract extends BouncingStore {
    List<String> DOMAINS = List.of("one.example", "two.example", "three.example");
    List<BounceReason> REASONS =
            List.of(BounceReason.USER_UNKNOWN, BounceReason.QUOTA_EXCEEDED, BounceReason.POLICY_ISSUE);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void the_mails_that_bounced_are_counted_exactly_whatever_is_done_with_their_bounces(long seed) {
        Random random = new Random(seed);
        bounces().write(work -> {
            work.setPolicy(new BouncePolicy(5, Duration.ofDays(7), 0.1, 3, 0.05, 10));
            return true;
        });
        List<MailId> mails = new ArrayList<>(List.of(send(random)));
        Set<String> done = new TreeSet<>();
        for (int step = 0; step < 200; step++) {
            clock().advance(Duration.ofMinutes(random.nextInt(6)));
            int choice = random.nextInt(20);
            if (choice < 8) {
                mails.add(send(random));
            } else if (choice < 16) {
                MailId mail = mails.get(random.nextInt(mails.size())); // also a late one, or one that bounced before
                BounceKind kind = random.nextBoolean() ? BounceKind.HARD : BounceKind.SOFT;
                done.add(returns(mail, pick(random, REASONS), kind).label());
            } else {
                putRight(random, choice, step, done);
            }
            requireExact();
        }
        assertThat(done)
                .contains("held by a pause", "marked Bounced", "reversed", "reclassified", "confirmed", "discarded");
    }

    private MailId send(Random random) {
        return sent("p" + random.nextLong(Long.MAX_VALUE) + "@" + pick(random, DOMAINS));
    }

    private static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void putRight(Random random, int choice, int step, Set<String> done) {
        BounceReview review = new BounceReview(bounces(), "ann");
        Instant now = clock().instant();
        Optional<MarkingPause> pause = bounces().read(reading -> reading.pauses()).stream()
                .filter(one -> one.ended().isEmpty())
                .findFirst();
        BounceQuery some = new BounceQuery(
                Optional.empty(),
                Optional.of(pick(random, DOMAINS)),
                Optional.empty(),
                Optional.of(pick(random, REASONS)),
                Optional.empty(),
                Optional.of(now.minus(Duration.ofHours(2))),
                Optional.empty());
        if (choice == 16) {
            done.add(review.reverse(some, Mode.APPLY, now).changes().isEmpty() ? "" : "reversed");
        } else if (choice == 17) {
            Always better = new Always("step " + step, pick(random, REASONS), BounceKind.SOFT);
            done.add(review.reclassify(some, better, Mode.APPLY, now).changes().isEmpty() ? "" : "reclassified");
        } else if (choice == 18) {
            pause.ifPresent(one ->
                    done.add(review.confirm(one.number(), Mode.APPLY, now).isPresent() ? "confirmed" : ""));
        } else {
            pause.ifPresent(one ->
                    done.add(review.discard(one.number(), Mode.APPLY, now).isPresent() ? "discarded" : ""));
        }
    }

    private void requireExact() {
        List<Bounce> all = bounces().read(reading -> reading.bounces(BounceQuery.ALL, BounceId.START, 10_000));
        Map<List<Object>, Set<MailId>> counted = new HashMap<>();
        Set<Instant> hours = new TreeSet<>();
        for (Bounce bounce : all) {
            Instant hour = bounce.subject().sent().orElseThrow().truncatedTo(ChronoUnit.HOURS);
            hours.add(hour);
            if (bounce.kind() == VerdictKind.FAILED
                    && EnumSet.of(Standing.COUNTS, Standing.HELD).contains(bounce.standing())) {
                BounceReason reason = bounce.diagnosis().orElseThrow().reason();
                String domain = bounce.subject().address().orElseThrow().domain();
                for (String scope : List.of(domain, "")) {
                    counted.computeIfAbsent(List.of(scope, reason, hour), any -> new HashSet<>())
                            .add(bounce.subject().mail().orElseThrow());
                }
            }
        }
        Map<List<Object>, Long> kept = new HashMap<>();
        bounces().write(work -> {
            for (Instant hour : hours) {
                for (BounceReason reason : REASONS) {
                    DOMAINS.forEach(domain ->
                            kept.put(List.of(domain, reason, hour), work.bounced(Optional.of(domain), reason, hour)));
                    kept.put(List.of("", reason, hour), work.bounced(Optional.empty(), reason, hour));
                }
            }
            return true;
        });
        kept.forEach((what, number) -> assertThat(number)
                .as(what.toString())
                .isEqualTo(counted.getOrDefault(what, Set.of()).size()));
    }
}
