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
import heed.store.PeopleModel.Person;
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

/** Bounces, deliveries, clearings, moves and reversals in any order do what one would say they do. */
interface BounceRulesContract extends BouncingStore {
    List<String> PLACES = List.of("a@example.com", "b@example.com", "c@example.com");

    @Promise(3)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 3, 4, 5, 6, 8})
    default void whom_bounces_mark_agrees_with_the_rules_after_random_mail_edits_and_reversals(long seed) {
        World world = new World(this, new Random(seed));
        for (int step = 0; step < 400; step++) {
            world.step();
            if (step % 5 == 4) {
                world.agree();
            }
        }
        assertThat(world.marks).isGreaterThan(world.softMarks);
        assertThat(world.softMarks).isPositive();
        assertThat(world.reversals).isPositive();
        store().check(part -> {
            if (part.area() != Area.CLOCK) { // it is not that of the database
                assertThat(part.inconsistencies()).as(part.area().name()).isEmpty();
            }
        });
    }

    /** The store, and the rules as one would say them. */
    final class World {
        private final BouncingStore store;
        private final Random random;
        private final PeopleModel model = new PeopleModel();
        private final List<Mail> mails = new ArrayList<>();
        private final List<Said> said = new ArrayList<>();
        private int marks;
        private int softMarks;
        private int reversals;

        private record Mail(MailId id, String address, Instant at) {}

        private static final class Said {
            private final Instant at;
            private final Mail mail;
            private final VerdictKind kind;
            private final boolean hard;
            private boolean reversed;
            private boolean forgotten;

            Said(Instant at, Mail mail, VerdictKind kind, boolean hard) {
                this.at = at;
                this.mail = mail;
                this.kind = kind;
                this.hard = hard;
            }
        }

        World(BouncingStore store, Random random) {
            this.store = store;
            this.random = random;
            for (int i = 0; i < 4; i++) {
                String address = PLACES.get(i % 2);
                store.prospect("P" + i, EMAIL, address);
                model.row(false, false, Optional.of("P" + i), Optional.of(address), Optional.empty(), Optional.empty());
            }
        }

        void step() {
            store.clock().advance(Duration.ofHours(random.nextInt(50)));
            int choice = random.nextInt(20);
            if (choice < 7) {
                send();
            } else if (choice < 15 && !mails.isEmpty()) {
                comesBack();
            } else if (choice < 16) {
                reverse();
            } else if (choice < 18) {
                clearSome();
            } else {
                edit();
            }
            model.cleared.forEach(address -> said.stream()
                    .filter(one -> one.mail.address.equals(address))
                    .forEach(one -> one.forgotten = true));
            model.cleared.clear();
        }

        private void send() {
            String address = PLACES.get(random.nextInt(PLACES.size()));
            Optional<Person> first = model.people.values().stream()
                    .filter(one -> one.email.equals(address))
                    .findFirst();
            boolean suppressed = model.suppressions().stream().anyMatch(one -> one.startsWith(address));
            assertThat(store.refused(address).isPresent()).isEqualTo(suppressed);
            if (first.isPresent() && !suppressed) {
                mails.add(new Mail(store.sent(address), address, store.clock().instant()));
            }
        }

        private void comesBack() {
            Mail mail = mails.get(Math.max(0, mails.size() - 1 - random.nextInt(4)));
            int what = random.nextInt(25);
            VerdictKind kind = what == 0 ? VerdictKind.DELIVERED : VerdictKind.FAILED;
            boolean hard = what == 1 || what == 2;
            said.add(new Said(store.clock().instant(), mail, kind, hard));
            if (kind == VerdictKind.DELIVERED) {
                store.arrives(store.verdict(kind, mail.id, Optional.empty()));
                return;
            }
            if (hard) {
                store.hard(mail.id);
            } else {
                store.soft(mail.id);
            }
            judge(mail.address, false);
        }

        private void judge(String address, boolean both) {
            Optional<String> why = marking(address);
            if (why.isPresent() && model.mark(address, why.get())) {
                marks++;
                softMarks += why.get().contains("soft") ? 1 : 0;
            } else if (why.isEmpty() && both && model.marked(address)) {
                model.unmark(address);
                reversals++;
            }
        }

        private Optional<String> marking(String address) {
            for (Said one : said) {
                if (!one.mail.address.equals(address) || one.forgotten || one.reversed) {
                    continue;
                }
                if (one.kind == VerdictKind.FAILED && one.hard) {
                    return Optional.of("hard bounce: user unknown");
                }
                if (one.kind == VerdictKind.FAILED && enough(address, one)) {
                    return Optional.of("5 messages soft bounced, the last: quota exceeded");
                }
            }
            return Optional.empty();
        }

        private boolean enough(String address, Said last) {
            Instant delivered = delivered(address, last.at);
            Set<Mail> messages = new LinkedHashSet<>();
            Instant first = last.at;
            for (Said one : said.subList(0, said.indexOf(last) + 1)) {
                boolean counts = one.mail.address.equals(address)
                        && one.kind == VerdictKind.FAILED
                        && !one.hard
                        && !one.forgotten
                        && !one.reversed
                        && one.at.isAfter(delivered);
                if (counts) {
                    messages.add(one.mail);
                    first = one.at.isBefore(first) ? one.at : first;
                }
            }
            return messages.size() >= 5 && !first.plus(Duration.ofDays(7)).isAfter(last.at);
        }

        private Instant delivered(String address, Instant known) {
            Instant latest = Instant.EPOCH;
            for (Said one : said) {
                if (one.mail.address.equals(address)
                        && one.kind == VerdictKind.DELIVERED
                        && !one.forgotten
                        && !one.at.isAfter(known)) {
                    latest = one.at.isAfter(latest) ? one.at : latest;
                }
            }
            for (Mail mail : mails) {
                boolean silent = said.stream()
                        .noneMatch(one -> one.mail == mail
                                && one.kind == VerdictKind.FAILED
                                && !one.forgotten
                                && !one.at.isAfter(known));
                if (mail.address.equals(address)
                        && silent
                        && !mail.at.plus(Duration.ofDays(7)).isAfter(known)) {
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
            for (Said one : said) {
                if (one.kind == VerdictKind.FAILED
                        && !one.reversed
                        && !one.at.isBefore(since)
                        && one.at.isBefore(until)) {
                    one.reversed = true;
                    concerned.add(one.mail.address);
                }
            }
            concerned.forEach(address -> judge(address, true));
        }

        private Person person() {
            List<Person> people = List.copyOf(model.people.values());
            return people.get(random.nextInt(people.size()));
        }

        private void clearSome() {
            List<Person> bounced =
                    model.people.values().stream().filter(one -> one.bounced).toList();
            if (!bounced.isEmpty()) {
                assertBounced(bounced.get(random.nextInt(bounced.size())), false);
            }
        }

        private void assertBounced(Person person, boolean yes) {
            store.set(store.find(person.id), BOUNCED, yes ? "yes" : "no");
            model.bounced(person, yes, "profile edit");
        }

        private void edit() {
            Person person = person();
            if (random.nextInt(3) == 0) {
                assertBounced(person, random.nextBoolean());
            } else {
                String to = PLACES.get(random.nextInt(PLACES.size()));
                store.set(store.find(person.id), EMAIL, to);
                model.move(person, to, "profile edit");
            }
        }

        void agree() {
            for (Person person : model.people.values()) {
                assertThat(store.find(person.id).hasFlag(ProspectFlag.BOUNCED)).isEqualTo(person.bounced);
                assertThat(store.find(person.id).hasFlag(ProspectFlag.EMAIL_OPT_OUT))
                        .isFalse();
                assertThat(store.history(store.find(person.id))).isEqualTo(person.facts);
            }
            List<Suppression> listed = store.list(reading -> reading.listSuppressions("", 100));
            assertThat(listed)
                    .extracting(one -> one.address() + " " + TestStore.inWords(one))
                    .containsExactlyInAnyOrderElementsOf(model.suppressions());
            for (String place : PLACES) {
                assertThat(store.bounces()
                                .read(reading -> reading.findMarkedSince(new EmailAddress(place)))
                                .isPresent())
                        .isEqualTo(model.marked(place));
            }
        }
    }
}
