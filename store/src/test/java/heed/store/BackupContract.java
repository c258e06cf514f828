package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.delivery.AccountMail;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Claim;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.SendQuery;
import heed.model.fact.Fact;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.BackupContents;
import heed.model.store.CheckFinding;
import heed.model.store.StoreException;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A backup is complete and sound, and a restored store begins a generation in which nothing is sent twice. */
interface BackupContract extends BounceTestStore {

    DatabaseStore database();

    /** Returns a folder for backups. */
    Path folder();

    /** Restores a backup into a store that does not exist yet. */
    RestoredStore restore(Path backup);

    /** Fails unless this store refuses the backup, because it has accounts. */
    void restoreOverThisStore(Path backup);

    private Path backup() {
        Path file = folder().resolve("heed.backup");
        BackupContents contents = database().backup(file);
        assertThat(contents.storeId()).isEqualTo(database().id());
        return file;
    }

    private RunId startRun() {
        return account()
                .write(unit -> unit.startRun(
                        unit.saveDefinition("news", "News", "{}", clock().instant()),
                        1,
                        1,
                        new EvaluationTime(clock().instant(), ZoneOffset.UTC),
                        false,
                        new Run.Lease("worker", clock().instant().plusSeconds(60))))
                .id();
    }

    private static List<String> sends(AccountMail mail, RunId run) {
        return mail
                .outbox()
                .listSends(new SendQuery(Optional.empty(), Optional.of(run), Optional.empty()), MailId.START, 100)
                .stream()
                .map(send -> send.address().map(EmailAddress::value).orElse("") + " " + send.state())
                .toList();
    }

    private static List<Suppression> suppressionsIn(AccountStore account, String address) {
        return account.read(reading -> reading.listSuppressions(new EmailAddress(address)));
    }

    @Test
    @Promise(8)
    default void a_restored_store_holds_everything_that_the_backup_holds() throws IOException {
        Prospect ann = prospect("A", StandardFields.EMAIL, "ann@example.com", StandardFields.CITY, "Ro\tm\\e\n\r\0");
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        prospect("B", StandardFields.EMAIL, "bob@example.com");
        boolean unused = account().write(work -> {
            work.suppress(List.of(new EmailAddress("cy@example.com")), editProvenance());
            work.suppressDomains(List.of(new SuppressedDomain("acme.example", false)), editProvenance());
            return true;
        });
        BounceEffect effect = hardBounce(sendMail("bob@example.com"));
        assertThat(effect).isNotNull();
        Path file = backup();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(DatabaseStore.verifyBackup(file).rows("prospect")).isEqualTo(2);
        try (DatabaseStore restored = restore(file).store()) {
            AccountStore account = restored.account("Acme").orElseThrow();
            assertThat(account.<Long>read(reading -> reading.countProspects())).isEqualTo(2);
            List<Fact> facts = account.read(reading -> reading.listFacts(ann.key()));
            assertThat(facts).isEqualTo(query(reading -> reading.listFacts(ann.key())));
            for (String address : List.of("ann@example.com", "bob@example.com", "cy@example.com", "x@acme.example")) {
                assertThat(suppressionsIn(account, address))
                        .isNotEmpty()
                        .isEqualTo(query(reading -> reading.listSuppressions(new EmailAddress(address))));
            }
            List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
            restored.check(finding -> {
                if (finding.area() != CheckFinding.Area.CLOCK) { // the clock of these tests stands still
                    inconsistencies.addAll(finding.inconsistencies());
                }
            });
            assertThat(inconsistencies).isEmpty();
            assertThat(restored.id()).isNotEqualTo(database().id());
            assertThat(restored.generation().orElseThrow().number()).isEqualTo(2);
            assertThat(restored.generation().orElseThrow().backupTaken()).isEqualTo(clock().instant());
        }
        try (var files = Files.list(folder())) {
            assertThat(files.map(path -> String.valueOf(path.getFileName())).filter(name -> name.contains("part")))
                    .isEmpty();
        }
    }

    @Test
    @Promise({1, 2})
    default void what_waited_or_was_in_flight_is_not_sent_again_by_itself() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "ann@example.com");
        Prospect bob = prospect("B", StandardFields.EMAIL, "bob@example.com");
        RunId run = startRun();
        MessageKey key = new MessageKey("Acme", "news", "1", 1);
        List<EnqueueResult> queued = account()
                .write(unit -> mail().outbox()
                        .enqueue(
                                unit,
                                List.of(ann, bob).stream()
                                        .map(prospect -> new OutgoingMail(
                                                key,
                                                prospect.key(),
                                                prospect.email(),
                                                MessageClass.MARKETING,
                                                Optional.of(run)))
                                        .toList(),
                                clock().instant()));
        assertThat(queued).hasSize(2);
        Optional<MailId> inFlight = claim(
                mail(),
                new Claim(
                        key,
                        bob.email().orElseThrow(),
                        Optional.of(bob.key()),
                        MessageClass.MARKETING,
                        Optional.of(run)));
        MailId oneOff = attempt("cy@example.com", AttemptOutcome.requeued(clock().instant(), "a relay is busy"));
        assertThat(inFlight).isNotEqualTo(Optional.of(oneOff));
        Path file = backup();
        clock().advance(Duration.ofDays(1));

        RestoredStore restored = restore(file);
        try (DatabaseStore store = restored.store()) {
            AccountMail mail = store.mail("Acme").orElseThrow();
            assertThat(restored.held().waitingMails()).isEqualTo(1);
            assertThat(restored.held().unknownMails()).isEqualTo(2);
            assertThat(restored.held().pausedRuns()).isEqualTo(1);
            assertThat(restored.held().stoppedRuns()).isEqualTo(1);
            assertThat(mail.attempts().findHolders()).isEmpty();
            assertThat(mail.outbox().nextDue()).isEmpty();
            assertThat(mail.outbox().pausedRuns()).containsExactly(run);
            assertThat(sends(mail, run)).containsExactly("ann@example.com QUEUED", "bob@example.com UNKNOWN");

            mail.outbox().resume(run);
            assertThat(mail.outbox().reserve(10, clock().instant(), SENDER)).hasSize(1);
        }
    }

    private static Optional<MailId> claim(AccountMail mail, Claim claim) {
        return mail.attempts()
                .claim(List.of(claim), Clock.systemUTC(), SENDER)
                .get(0)
                .either(granted -> Optional.of(granted.attempt().mail()), reason -> Optional.empty());
    }

    @Test
    @Promise(1)
    default void no_mail_of_a_restored_store_has_the_number_of_a_mail_of_the_lost_time() {
        prospect("A", StandardFields.EMAIL, "ann@example.com");
        MailMark known = mark(sendMail("ann@example.com"));
        Path file = backup();
        prospect("B", StandardFields.EMAIL, "bob@example.com");
        MailMark lost = mark(sendMail("bob@example.com"));

        try (DatabaseStore store = restore(file).store()) {
            AccountMail mail = store.mail("Acme").orElseThrow();
            MailId next = claim(
                            mail,
                            Claim.of(
                                    new MessageKey("Acme", "other", "1", 1),
                                    new EmailAddress("cy@example.com"),
                                    MessageClass.MARKETING))
                    .orElseThrow();
            assertThat(mail.optOuts().findRecipient(known)).isPresent();
            assertThat(next.value()).isGreaterThan(lost.mail().value() + 1_000_000);
            assertThat(mail.optOuts().optOut(lost, clock().instant())).isTrue();
            assertThat(suppressionsIn(store.account("Acme").orElseThrow(), "bob@example.com"))
                    .isNotEmpty();
            assertThat(suppressionsIn(store.account("Acme").orElseThrow(), "cy@example.com"))
                    .isEmpty();
        }
    }

    @Test
    default void a_changed_or_cut_backup_is_refused_and_leaves_no_store() throws IOException {
        prospect("A", StandardFields.EMAIL, "ann@example.com");
        byte[] bytes = Files.readAllBytes(backup());
        Random random = new Random(16);
        for (int round = 0; round < 40; round++) {
            byte[] changed = bytes.clone();
            Path file = folder().resolve("changed-" + round);
            if (round % 2 == 0) {
                Files.write(file, Arrays.copyOf(changed, random.nextInt(changed.length)));
            } else {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);
            }
            boolean same;
            try {
                same = DatabaseStore.verifyBackup(file)
                        .rows()
                        .equals(DatabaseStore.verifyBackup(folder().resolve("heed.backup"))
                                .rows());
            } catch (StoreException refused) {
                continue;
            }
            assertThat(same)
                    .as("a bit that the archive does not use, round " + round)
                    .isTrue();
        }
        Path cut = folder().resolve("cut");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> restore(cut))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a backup");
    }

    @Test
    default void a_backup_replaces_no_file_and_is_restored_over_no_store() {
        prospect("A", StandardFields.EMAIL, "ann@example.com");
        Path file = backup();
        assertThatThrownBy(() -> database().backup(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("exists already");
        restoreOverThisStore(file);
        assertThat(find("A").id()).isEqualTo("A");
    }

    @Test
    default void a_backup_is_of_one_moment_while_others_write() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        prospect("P0", StandardFields.EMAIL, "p0@example.com");
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int written = 1;
            for (; !stop.get() && written < 5000; written++) {
                prospect(
                        "P" + written,
                        StandardFields.EMAIL,
                        "p" + written + "@example.com",
                        StandardFields.EMAIL_OPT_OUT,
                        "yes");
            }
            return written;
        });
        Path file = backup();
        stop.set(true);
        int written = writer.get();
        try (DatabaseStore store = restore(file).store()) {
            AccountStore account = store.account("Acme").orElseThrow();
            long prospects = account.<Long>read(reading -> reading.countProspects());
            long suppressed = account.<Long>read(reading -> reading.countSuppressedAddresses());
            assertThat(prospects).isBetween(1L, (long) written);
            assertThat(suppressed).isEqualTo(prospects - 1);
        }
    }
}
