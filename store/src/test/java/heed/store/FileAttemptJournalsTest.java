package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptJournals;
import heed.mail.gate.AttemptJournals.Fate;
import heed.mail.gate.AttemptOutcome;
import heed.model.testing.Promise;
import heed.store.internal.mail.FileAttemptJournals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAttemptJournalsTest {
    private static final AttemptOutcome SENT =
            AttemptOutcome.sent(SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "2.0.0 accepted"));
    private static final Instant LATER = Instant.parse("2026-03-01T10:00:00Z");

    private Path folder;
    private AttemptJournals journals;

    @BeforeEach
    void open(@TempDir Path tempFolder) {
        folder = tempFolder;
        journals = FileAttemptJournals.beside(folder.resolve("heed.db"));
    }

    private static AttemptId attempt(long mail) {
        return new AttemptId(new MailId(mail), 1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Opens a journal in another process, which notes the completion of mail 7 and waits until it is killed. */
    public static final class OtherSender {
        private OtherSender() {}

        public static void main(String[] arguments) throws IOException {
            AttemptJournal journal =
                    FileAttemptJournals.beside(Path.of(arguments[0])).open();
            if (journal.noteCompletion(attempt(7)) && journal.noteCompletion(attempt(8))) {
                journal.noteOutcome(attempt(8), SENT);
                System.out.println(journal.sender());
            }
            int unused = System.in.read();
        }
    }

    @Test
    @Promise(2)
    void a_killed_sender_has_ended_and_left_its_notes_and_a_stopped_one_lives() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherSender.class.getName(),
                        folder.resolve("heed.db").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = other.getInputStream()) {
            SenderId sender = new SenderId(readLine(out));
            assertThat(journals.findEnded(sender)).isEmpty();
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(other.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(journals.findEnded(sender)).isEmpty();
            other.destroyForcibly().waitFor();
            AttemptJournals.EndedJournal ended = journals.findEnded(sender).orElseThrow();
            assertThat(ended.fateOf(attempt(7))).isEqualTo(Fate.IN_DOUBT);
            assertThat(ended.fateOf(attempt(8))).isEqualTo(Fate.ACCEPTED);
            assertThat(ended.fateOf(attempt(9))).isEqualTo(Fate.NOT_SENT);
            ended.delete();
            assertThat(journals.findEnded(sender)).isEmpty();
            assertThat(files()).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c > 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void a_journal_is_for_its_user_only_and_goes_when_everything_is_stored() throws IOException {
        AttemptJournal journal = journals.open();
        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        assertThat(journal.noteCompletion(attempt(1))).isTrue();
        journal.noteOutcome(attempt(1), SENT);
        journal.remove(List.of(attempt(1)));
        journal.close();
        assertThat(files()).isEmpty();
    }

    @Test
    @Promise(2)
    void a_sender_that_ends_with_outcomes_that_are_not_stored_leaves_its_journal() {
        AttemptJournal journal = journals.open();
        assertThat(journal.noteCompletion(attempt(1))).isTrue();
        assertThat(journal.noteCompletion(attempt(2))).isTrue();
        journal.noteOutcome(attempt(2), AttemptOutcome.requeued(LATER, "no relay"));
        assertThat(journals.findEnded(journal.sender())).isEmpty();
        journal.close();
        AttemptJournals.EndedJournal ended =
                journals.findEnded(journal.sender()).orElseThrow();
        assertThat(ended.fateOf(attempt(1))).isEqualTo(Fate.IN_DOUBT);
        assertThat(ended.fateOf(attempt(2))).isEqualTo(Fate.NOT_SENT);
    }

    @Test
    @Promise(2)
    void a_journal_has_room_for_many_notes_and_uses_the_room_of_removed_ones_again() throws IOException {
        AttemptJournal journal = journals.open();
        List<AttemptId> attempts = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int mail = 1; mail <= 400; mail++) {
                attempts.add(new AttemptId(new MailId(mail), round + 1));
                assertThat(journal.noteCompletion(attempts.get(attempts.size() - 1)))
                        .isTrue();
            }
            if (round < 2) {
                journal.remove(attempts);
                attempts.clear();
            }
        }
        assertThat(Files.size(files().get(0))).isEqualTo(400 * 16);
        journal.abandon();
        AttemptJournals.EndedJournal ended =
                journals.findEnded(journal.sender()).orElseThrow();
        assertThat(attempts)
                .hasSize(400)
                .allSatisfy(attempt -> assertThat(ended.fateOf(attempt)).isEqualTo(Fate.IN_DOUBT));
        assertThat(ended.fateOf(attempt(1))).isEqualTo(Fate.NOT_SENT);
    }

    @Test
    @Promise(2)
    void nobody_knows_of_a_sender_of_another_machine_or_without_a_journal_that_it_has_ended() throws IOException {
        Files.writeString(
                folder.resolve("heed.db-sender-0123456789abcdef-0123456789abcdef"), "", StandardCharsets.US_ASCII);
        assertThat(journals.findEnded(new SenderId("0123456789abcdef-0123456789abcdef")))
                .isEmpty();
        assertThat(journals.findEnded(new SenderId("earlier-version"))).isEmpty();
        AttemptJournals nowhere = FileAttemptJournals.beside(folder.resolve("missing/heed.db"));
        AttemptJournal unkept = nowhere.open();
        assertThat(unkept.noteCompletion(attempt(1))).isTrue();
        unkept.abandon();
        assertThat(nowhere.findEnded(unkept.sender())).isEmpty();
    }
}
