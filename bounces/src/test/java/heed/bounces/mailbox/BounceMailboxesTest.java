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

/** The contract for the four kinds of mailbox. Those on servers run against a real Dovecot. */
class BounceMailboxesTest {

    /** A Maildir whose files belong to the user "nobody", as the files of a mail server do. */
    static final class Maildir {
        private final Path folder;
        private int number;

        Maildir(Path folder) throws IOException {
            this.folder = folder;
            for (Path path : List.of(folder, folder.resolve("tmp"), folder.resolve("new"), folder.resolve("cur"))) {
                Files.createDirectories(path);
                chownToNobody(path);
            }
        }

        private static void chownToNobody(Path path) throws IOException {
            if (System.getProperty("user.name").equals("root")) {
                UserPrincipal nobody =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(nobody);
            }
        }

        void deliver(String message) throws IOException {
            number++;
            Path file = folder.resolve("tmp").resolve(1_000 + number + ".M" + number + ".host");
            Files.write(file, message.getBytes(StandardCharsets.ISO_8859_1));
            chownToNobody(file);
            Files.move(file, folder.resolve("new").resolve(file.getFileName()));
        }

        List<String> messagesIn(String name) throws IOException {
            List<String> messages = new ArrayList<>();
            for (String subfolder : List.of("new", "cur")) {
                Path path = folder.resolve("." + name).resolve(subfolder);
                if (Files.isDirectory(path)) {
                    try (Stream<Path> files = Files.list(path)) {
                        for (Path file : files.toList()) {
                            messages.add(BounceMailboxContract.normalize(
                                    Files.readString(file, StandardCharsets.ISO_8859_1)));
                        }
                    }
                }
            }
            return messages;
        }
    }

    /** The contract for mailboxes whose messages are in a Maildir. */
    abstract static class MaildirContract extends BounceMailboxContract {
        Maildir maildir;

        @Override
        void deliver(String message) throws IOException {
            maildir.deliver(message);
        }

        @Override
        List<String> processed() throws IOException {
            return maildir.messagesIn(MailboxSettings.PROCESSED_FOLDER);
        }

        @Override
        List<String> quarantined() throws IOException {
            return maildir.messagesIn(MailboxSettings.QUARANTINE_FOLDER);
        }
    }

    @Nested
    class MaildirFolder extends MaildirContract {
        @TempDir
        Path temporary;

        @BeforeEach
        void create() throws IOException {
            maildir = new Maildir(temporary.resolve("bounces"));
        }

        @Override
        BounceMailbox open(CleanupPolicy cleanupPolicy) {
            return MaildirMailbox.open(maildir.folder, cleanupPolicy);
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
        void create() throws IOException {
            Files.createFile(file());
        }

        @Override
        void deliver(String message) throws IOException {
            String quoted = message.replaceAll("(?m)^From ", ">From ").replaceAll("\\n*$", "\n");
            String entry = "From MAILER-DAEMON Sat Mar  1 12:00:00 2026\n" + quoted + "\n";
            Files.write(file(), entry.getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);
        }

        @Override
        BounceMailbox open(CleanupPolicy cleanupPolicy) {
            return MboxMailbox.open(file(), cleanupPolicy);
        }

        @Override
        List<String> processed() throws IOException {
            return messagesIn(MailboxSettings.PROCESSED_FOLDER);
        }

        @Override
        List<String> quarantined() throws IOException {
            return messagesIn(MailboxSettings.QUARANTINE_FOLDER);
        }

        private List<String> messagesIn(String name) throws IOException {
            Path path = file().resolveSibling("bounces." + name);
            if (!Files.exists(path)) {
                return List.of();
            }
            return Stream.of(Files.readString(path, StandardCharsets.ISO_8859_1).split("(?m)^From .*\\n", -1))
                    .filter(message -> !message.isEmpty())
                    .map(BounceMailboxContract::normalize)
                    .toList();
        }

        @Test
        void the_messages_of_an_interrupted_change_are_restored() throws IOException {
            deliver("Message-ID: <1@mx.example>\n\none");
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
        void a_message_that_arrives_while_the_mailbox_is_open_stays() throws IOException {
            deliver("Message-ID: <1@mx.example>\n\none");
            try (BounceMailbox mailbox = open(CleanupPolicy.DELETE)) {
                mailbox.listWaiting().forEach(mailbox::markProcessed);
                deliver("Message-ID: <2@mx.example>\n\ntwo");
            }
            assertThat(Files.readString(file())).contains("two").doesNotContain("one");
        }
    }

    /** The contract for a Dovecot that serves a Maildir. */
    @Tag("proof")
    abstract static class DovecotContract extends MaildirContract {
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
    }

    @Nested
    class Imap extends DovecotContract {
        @Override
        BounceMailbox open(CleanupPolicy cleanupPolicy) {
            return ImapMailbox.open(dovecot.imap(), cleanupPolicy);
        }

        @Test
        void waiting_ends_as_soon_as_a_message_arrives() throws Exception {
            try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
                assertWaitEndsOnArrival(mailbox);
            }
        }

        @Test
        void waiting_over_tls_ends_as_soon_as_a_message_arrives() throws Exception {
            try (BounceMailbox mailbox =
                    ImapMailbox.open(dovecot.imaps().withTrust(dovecot.trust()), CleanupPolicy.MOVE)) {
                assertWaitEndsOnArrival(mailbox);
            }
        }

        private void assertWaitEndsOnArrival(BounceMailbox mailbox) throws Exception {
            assertThat(mailbox.listWaiting()).isEmpty();
            CompletableFuture<Void> waited =
                    CompletableFuture.runAsync(() -> mailbox.await(Duration.ofMinutes(5), () -> false));
            deliver("Message-ID: <1@mx.example>\n\none");
            waited.get(1, TimeUnit.MINUTES);
            assertThat(mailbox.listWaiting()).hasSize(1);
        }

        @Test
        void an_untrusted_certificate_is_refused() throws IOException, GeneralSecurityException {
            assertThatThrownBy(() -> ImapMailbox.open(dovecot.imaps(), CleanupPolicy.MOVE))
                    .isInstanceOf(MailboxException.class);
            deliver("Message-ID: <1@mx.example>\n\none");
            try (BounceMailbox mailbox =
                    ImapMailbox.open(dovecot.imaps().withTrust(dovecot.trust()), CleanupPolicy.MOVE)) {
                assertThat(mailbox.listWaiting()).hasSize(1);
            }
            try (BounceMailbox mailbox =
                    ImapMailbox.open(dovecot.imaps().withoutCertificateChecks(), CleanupPolicy.MOVE)) {
                assertThat(mailbox.listWaiting()).hasSize(1);
            }
        }

        @Test
        void the_message_about_a_wrong_password_does_not_contain_it() {
            MailboxSettings valid = dovecot.imap();
            MailboxSettings wrong = MailboxSettings.of(
                    valid.host(), valid.port(), valid.security(), new MailServerCredentials("bounces", "guessed"));
            assertThatThrownBy(() -> ImapMailbox.open(wrong, CleanupPolicy.MOVE))
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining("refused the login")
                    .hasMessageNotContaining("guessed");
        }
    }

    @Nested
    class Pop3 extends DovecotContract {
        @Override
        BounceMailbox open(CleanupPolicy cleanupPolicy) {
            return Pop3Mailbox.open(dovecot.pop3());
        }

        @Override
        boolean hasFolders() {
            return false;
        }
    }

    @Test
    void a_password_is_sent_over_an_encrypted_connection_only() {
        assertThatThrownBy(() -> MailboxSettings.of(
                        "mail.example.com",
                        143,
                        ConnectionSecurity.NONE,
                        new MailServerCredentials("bounces", "secret")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
