package heed.store;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.store.CheckFinding.Area;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import heed.store.ReferenceProspects.ReferenceProspect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences of bounces, deliveries, clearings, moves and reversals agree with the reference implementation. */
interface BounceRulesContract extends BounceTestStore {
    List<String> ADDRESSES = List.of("a@example.com", "b@example.com", "c@example.com");

    @Promise(3)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 3, 4, 5, 6, 8})
    default void bounce_marks_agree_with_the_rules_after_random_mails_edits_and_reversals(long seed) {
        RandomBounceScenario scenario = new RandomBounceScenario(this, new Random(seed));
        for (int step = 0; step < 400; step++) {
            scenario.step();
            if (step % 5 == 4) {
                scenario.requireAgreement();
            }
        }
        assertThat(scenario.marks).isGreaterThan(scenario.softMarks);
        assertThat(scenario.softMarks).isPositive();
        assertThat(scenario.reversals).isPositive();
        store().check(finding -> {
            if (finding.area() != Area.CLOCK) { // the test's clock differs from the database's
                assertThat(finding.inconsistencies()).as(finding.area().name()).isEmpty();
            }
        });
    }

    /** A random scenario, applied to the store and to the reference implementation. */
    final class RandomBounceScenario {
        private final BounceTestStore store;
        private final Random random;
        private final ReferenceProspects model = new ReferenceProspects();
        private final List<ScenarioMail> mails = new ArrayList<>();
        private final List<ReportedBounce> reports = new ArrayList<>();
        private int marks;
        private int softMarks;
        private int reversals;

        private record ScenarioMail(MailId id, String address, Instant at) {}

        private static final class ReportedBounce {
            private final Instant at;
            private final ScenarioMail mail;
            private final VerdictKind kind;
            private final boolean hard;
            private boolean reversed;
            private boolean cleared;

            ReportedBounce(Instant at, ScenarioMail mail, VerdictKind kind, boolean hard) {
                this.at = at;
                this.mail = mail;
                this.kind = kind;
                this.hard = hard;
            }
        }

        RandomBounceScenario(BounceTestStore store, Random random) {
            this.store = store;
            this.random = random;
            for (int i = 0; i < 4; i++) {
                String address = ADDRESSES.get(i % 2);
                store.prospect("P" + i, EMAIL, address);
                model.importRow(
                        false, false, Optional.of("P" + i), Optional.of(address), Optional.empty(), Optional.empty());
            }
        }

        void step() {
            store.clock().advance(Duration.ofHours(random.nextInt(50)));
            int choice = random.nextInt(20);
            if (choice < 7) {
                send();
            } else if (choice < 15 && !mails.isEmpty()) {
                bounceMail();
            } else if (choice < 16) {
                reverse();
            } else if (choice < 18) {
                clearBounced();
            } else {
                edit();
            }
            model.clearedAddresses.forEach(address -> reports.stream()
                    .filter(report -> report.mail.address.equals(address))
                    .forEach(report -> report.cleared = true));
            model.clearedAddresses.clear();
        }

        private void send() {
            String address = ADDRESSES.get(random.nextInt(ADDRESSES.size()));
            Optional<ReferenceProspect> first = model.people.values().stream()
                    .filter(person -> person.email.equals(address))
                    .findFirst();
            boolean suppressed = model.suppressions().stream().anyMatch(suppression -> suppression.startsWith(address));
            assertThat(store.findSkipReason(address).isPresent()).isEqualTo(suppressed);
            if (first.isPresent() && !suppressed) {
                mails.add(new ScenarioMail(
                        store.sendMail(address), address, store.clock().instant()));
            }
        }

        private void bounceMail() {
            ScenarioMail mail = mails.get(Math.max(0, mails.size() - 1 - random.nextInt(4)));
            int choice = random.nextInt(25);
            VerdictKind kind = choice == 0 ? VerdictKind.DELIVERED : VerdictKind.FAILED;
            boolean hard = choice == 1 || choice == 2;
            reports.add(new ReportedBounce(store.clock().instant(), mail, kind, hard));
            if (kind == VerdictKind.DELIVERED) {
                store.receive(store.verdict(kind, mail.id, Optional.empty()));
                return;
            }
            if (hard) {
                store.hardBounce(mail.id);
            } else {
                store.softBounce(mail.id);
            }
            updateModel(mail.address, false);
        }

        private void updateModel(String address, boolean mayUnmark) {
            Optional<String> reason = findMarkReason(address);
            if (reason.isPresent() && model.mark(address, reason.get())) {
                marks++;
                softMarks += reason.get().contains("soft") ? 1 : 0;
            } else if (reason.isEmpty() && mayUnmark && model.isMarked(address)) {
                model.unmark(address);
                reversals++;
            }
        }

        private Optional<String> findMarkReason(String address) {
            for (ReportedBounce report : reports) {
                if (!report.mail.address.equals(address) || report.cleared || report.reversed) {
                    continue;
                }
                if (report.kind == VerdictKind.FAILED && report.hard) {
                    return Optional.of("hard bounce: user unknown");
                }
                if (report.kind == VerdictKind.FAILED && hasEnoughSoftBounces(address, report)) {
                    return Optional.of("5 messages soft bounced, the last: quota exceeded");
                }
            }
            return Optional.empty();
        }

        private boolean hasEnoughSoftBounces(String address, ReportedBounce last) {
            Instant delivered = lastDelivery(address, last.at);
            Set<ScenarioMail> messages = new LinkedHashSet<>();
            Instant first = last.at;
            for (ReportedBounce report : reports.subList(0, reports.indexOf(last) + 1)) {
                boolean counts = report.mail.address.equals(address)
                        && report.kind == VerdictKind.FAILED
                        && !report.hard
                        && !report.cleared
                        && !report.reversed
                        && report.at.isAfter(delivered);
                if (counts) {
                    messages.add(report.mail);
                    first = report.at.isBefore(first) ? report.at : first;
                }
            }
            return messages.size() >= 5 && !first.plus(Duration.ofDays(7)).isAfter(last.at);
        }

        private Instant lastDelivery(String address, Instant until) {
            Instant latest = Instant.EPOCH;
            for (ReportedBounce report : reports) {
                if (report.mail.address.equals(address)
                        && report.kind == VerdictKind.DELIVERED
                        && !report.cleared
                        && !report.at.isAfter(until)) {
                    latest = report.at.isAfter(latest) ? report.at : latest;
                }
            }
            for (ScenarioMail mail : mails) {
                boolean silent = reports.stream()
                        .noneMatch(report -> report.mail == mail
                                && report.kind == VerdictKind.FAILED
                                && !report.cleared
                                && !report.at.isAfter(until));
                if (mail.address.equals(address)
                        && silent
                        && !mail.at.plus(Duration.ofDays(7)).isAfter(until)) {
                    latest = mail.at.isAfter(latest) ? mail.at : latest;
                }
            }
            return latest;
        }

        private void reverse() {
            Instant until = store.clock().instant();
            Instant since = until.minus(Duration.ofDays(1 + random.nextInt(10)));
            BounceQuery query = new BounceQuery(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(since),
                    Optional.of(until));
            new BounceReview(store.bounces(), "ann").reverse(query, BounceReview.ReviewMode.APPLY, until);
            Set<String> concerned = new LinkedHashSet<>();
            for (ReportedBounce report : reports) {
                if (report.kind == VerdictKind.FAILED
                        && !report.reversed
                        && !report.at.isBefore(since)
                        && report.at.isBefore(until)) {
                    report.reversed = true;
                    concerned.add(report.mail.address);
                }
            }
            concerned.forEach(address -> updateModel(address, true));
        }

        private ReferenceProspect person() {
            List<ReferenceProspect> people = List.copyOf(model.people.values());
            return people.get(random.nextInt(people.size()));
        }

        private void clearBounced() {
            List<ReferenceProspect> bounced = model.people.values().stream()
                    .filter(person -> person.bounced)
                    .toList();
            if (!bounced.isEmpty()) {
                assertBounced(bounced.get(random.nextInt(bounced.size())), false);
            }
        }

        private void assertBounced(ReferenceProspect person, boolean yes) {
            store.set(store.find(person.id), BOUNCED, yes ? "yes" : "no");
            model.setBounced(person, yes, "profile edit");
        }

        private void edit() {
            ReferenceProspect person = person();
            if (random.nextInt(3) == 0) {
                assertBounced(person, random.nextBoolean());
            } else {
                String to = ADDRESSES.get(random.nextInt(ADDRESSES.size()));
                store.set(store.find(person.id), EMAIL, to);
                model.move(person, to, "profile edit");
            }
        }

        void requireAgreement() {
            for (ReferenceProspect person : model.people.values()) {
                assertThat(store.find(person.id).hasFlag(ProspectFlag.BOUNCED)).isEqualTo(person.bounced);
                assertThat(store.find(person.id).hasFlag(ProspectFlag.EMAIL_OPT_OUT))
                        .isFalse();
                assertThat(store.history(store.find(person.id))).isEqualTo(person.facts);
            }
            List<Suppression> listed = store.query(reading -> reading.listSuppressions("", 100));
            assertThat(listed)
                    .extracting(suppression -> suppression.address() + " " + TestStore.describe(suppression))
                    .containsExactlyInAnyOrderElementsOf(model.suppressions());
            for (String address : ADDRESSES) {
                assertThat(store.bounces()
                                .read(reading -> reading.findMarkedSince(new EmailAddress(address)))
                                .isPresent())
                        .isEqualTo(model.isMarked(address));
            }
        }
    }
}
