package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four kinds of mailbox, those of servers at a real Dovecot. */
class BounceMailboxesTest {

    /** A Maildir whose files are nobody's, as a mail server's are. */
    static final class Maildir {
        private final Path folder;
        private int number;

        Maildir(Path folder) throws IOException {
            this.folder = folder;
            for (Path path : List.of(folder, folder.resolve("tmp"), folder.resolve("new"), folder.resolve("cur"))) {
                Files.createDirectories(path);
                own(path);
            }
        }

        private static void own(Path path) throws IOException {
            if (System.getProperty("user.name").equals("root")) {
                UserPrincipal nobody =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(nobody);
            }
        }

        void arrive(String message) throws IOException {
            number++;
            Path file = folder.resolve("tmp").resolve(1_000 + number + ".M" + number + ".host");
            Files.write(file, message.getBytes(StandardCharsets.ISO_8859_1));
            own(file);
            Files.move(file, folder.resolve("new").resolve(file.getFileName()));
        }

        List<String> in(String name) throws IOException {
            List<String> messages = new ArrayList<>();
            for (String part : List.of("new", "cur")) {
                Path path = folder.resolve("." + name).resolve(part);
                if (Files.isDirectory(path)) {
                    try (Stream<Path> files = Files.list(path)) {
                        for (Path file : files.toList()) {
                            messages.add(
                                    BounceMailboxContract.plain(Files.readString(file, StandardCharsets.ISO_8859_1)));
                        }
                    }
                }
            }
            return messages;
        }
    }

    @Nested
    class MaildirFolder extends BounceMailboxContract {
        @TempDir
        Path temporary;

        private Maildir maildir;

        @BeforeEach
        void make() throws IOException {
            maildir = new Maildir(temporary.resolve("bounces"));
        }

        @Override
        void arrive(String message) throws IOException {
            maildir.arrive(message);
        }

        @Override
        BounceMailbox open(CleanupPolicy processed) {
            return MaildirMailbox.open(maildir.folder, processed);
        }

        @Override
        List<String> processed() throws IOException {
            return maildir.in(MailboxSettings.PROCESSED_FOLDER);
        }

        @Override
        List<String> quarantined() throws IOException {
            return maildir.in(MailboxSettings.QUARANTINE_FOLDER);
        }

        @Test
        void a_folder_that_is_no_maildir_is_refused() {
            assertThatThrownBy(() -> MaildirMailbox.open(temporary, CleanupPolicy.MOVE))
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining("no Maildir");
        }
    }

    @Nested
    class Mbox extends BounceMailboxContract {
        @TempDir
        Path temporary;

        private Path file() {
            return temporary.resolve("bounces");
        }

        @BeforeEach
        void make() throws IOException {
            Files.createFile(file());
        }

        @Override
        void arrive(String message) throws IOException {
            String quoted = message.replaceAll("(?m)^From ", ">From ").replaceAll("\\n*$", "\n");
            String entry = "From MAILER-DAEMON Sat Mar  1 12:00:00 2026\n" + quoted + "\n";
            Files.write(file(), entry.getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);
        }

        @Override
        BounceMailbox open(CleanupPolicy processed) {
            return MboxMailbox.open(file(), processed);
        }

        @Override
        List<String> processed() throws IOException {
            return in(MailboxSettings.PROCESSED_FOLDER);
        }

        @Override
        List<String> quarantined() throws IOException {
            return in(MailboxSettings.QUARANTINE_FOLDER);
        }

        private List<String> in(String name) throws IOException {
            Path path = file().resolveSibling("bounces." + name);
            if (!Files.exists(path)) {
                return List.of();
            }
            return Stream.of(Files.readString(path, StandardCharsets.ISO_8859_1).split("(?m)^From .*\\n", -1))
                    .filter(one -> !one.isEmpty())
                    .map(BounceMailboxContract::plain)
                    .toList();
        }

        @Test
        void what_a_program_that_died_had_not_written_back_is_there_again() throws IOException {
            arrive("Message-ID: <1@mx.example>\n\none");
            byte[] before = Files.readAllBytes(file());
            Files.write(file().resolveSibling("bounces.heed-kept"), before);
            Files.write(file(), new byte[0]);
            try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
                assertThat(mailbox.listWaiting()).hasSize(1);
            }
            assertThat(Files.readAllBytes(file())).isEqualTo(before);
            try (Stream<Path> files = Files.list(temporary)) {
                assertThat(files).containsExactly(file());
            }
        }

        @Test
        void what_arrives_while_it_is_open_stays() throws IOException {
            arrive("Message-ID: <1@mx.example>\n\none");
            try (BounceMailbox mailbox = open(CleanupPolicy.DELETE)) {
                mailbox.listWaiting().forEach(mailbox::markProcessed);
                arrive("Message-ID: <2@mx.example>\n\ntwo");
            }
            assertThat(Files.readString(file())).contains("two").doesNotContain("one");
        }
    }

    /** At a Dovecot that serves a Maildir. */
    @Tag("proof")
    abstract static class AtDovecot extends BounceMailboxContract {
        Maildir maildir;
        DovecotServer dovecot;
        private Path temporary;

        @BeforeEach
        void start() throws IOException {
            temporary = Files.createTempDirectory("heed-maildir");
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            maildir = new Maildir(temporary.resolve("bounces"));
            dovecot = DovecotServer.open(maildir.folder);
        }

        @AfterEach
        void stop() throws IOException {
            if (dovecot != null) {
                dovecot.close();
            }
            try (Stream<Path> files = Files.walk(temporary)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }

        @Override
        void arrive(String message) throws IOException {
            maildir.arrive(message);
        }

        @Override
        List<String> processed() throws IOException {
            return maildir.in(MailboxSettings.PROCESSED_FOLDER);
        }

        @Override
        List<String> quarantined() throws IOException {
            return maildir.in(MailboxSettings.QUARANTINE_FOLDER);
        }
    }

    @Nested
    class Imap extends AtDovecot {
        @Override
        BounceMailbox open(CleanupPolicy processed) {
            return ImapMailbox.open(dovecot.imap(), processed);
        }

        @Test
        void waiting_ends_as_soon_as_a_message_arrives() throws Exception {
            try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
                waitsForAMessage(mailbox);
            }
        }

        @Test
        void waiting_over_tls_ends_as_soon_as_a_message_arrives() throws Exception {
            try (BounceMailbox mailbox =
                    ImapMailbox.open(dovecot.imaps().withTrust(dovecot.trusting()), CleanupPolicy.MOVE)) {
                waitsForAMessage(mailbox);
            }
        }

        private void waitsForAMessage(BounceMailbox mailbox) throws Exception {
            assertThat(mailbox.listWaiting()).isEmpty();
            CompletableFuture<Void> waited =
                    CompletableFuture.runAsync(() -> mailbox.await(Duration.ofMinutes(5), () -> false));
            arrive("Message-ID: <1@mx.example>\n\none");
            waited.get(1, TimeUnit.MINUTES);
            assertThat(mailbox.listWaiting()).hasSize(1);
        }

        @Test
        void a_certificate_that_nobody_vouches_for_is_refused() throws IOException, GeneralSecurityException {
            assertThatThrownBy(() -> ImapMailbox.open(dovecot.imaps(), CleanupPolicy.MOVE))
                    .isInstanceOf(MailboxException.class);
            arrive("Message-ID: <1@mx.example>\n\none");
            try (BounceMailbox mailbox =
                    ImapMailbox.open(dovecot.imaps().withTrust(dovecot.trusting()), CleanupPolicy.MOVE)) {
                assertThat(mailbox.listWaiting()).hasSize(1);
            }
            try (BounceMailbox mailbox =
                    ImapMailbox.open(dovecot.imaps().withoutCertificateChecks(), CleanupPolicy.MOVE)) {
                assertThat(mailbox.listWaiting()).hasSize(1);
            }
        }

        @Test
        void a_wrong_password_is_told_without_it() {
            MailboxSettings right = dovecot.imap();
            MailboxSettings wrong = MailboxSettings.of(
                    right.host(), right.port(), right.security(), new MailServerCredentials("bounces", "guessed"));
            assertThatThrownBy(() -> ImapMailbox.open(wrong, CleanupPolicy.MOVE))
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining("refused the login")
                    .hasMessageNotContaining("guessed");
        }
    }

    @Nested
    class Pop3 extends AtDovecot {
        @Override
        BounceMailbox open(CleanupPolicy processed) {
            return Pop3Mailbox.open(dovecot.pop3());
        }

        @Override
        boolean folders() {
            return false;
        }
    }

    @Test
    void a_password_goes_over_an_encrypted_connection_only() {
        assertThatThrownBy(() -> MailboxSettings.of(
                        "mail.example.com",
                        143,
                        ConnectionSecurity.NONE,
                        new MailServerCredentials("bounces", "secret")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
