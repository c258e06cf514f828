package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.mailbox.BounceMailbox.WaitingMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link BounceMailbox}. */
abstract class BounceMailboxContract {
    private static final int MAX_BYTES = 1_000_000;
    private static final String FIRST_MESSAGE =
            "Message-ID: <1@mx.example>\nSubject: one\n\nAnd so on\n.\n\nIt failed: \u00e9\n";
    private static final String SECOND_MESSAGE = "Message-ID: <2@mx.example>\nSubject: two\n\n>From there\n\n";

    /** Delivers a message, as a mail server would. */
    abstract void deliver(String message) throws IOException;

    abstract BounceMailbox open(CleanupPolicy cleanupPolicy) throws IOException;

    /** Returns the messages in the folder for processed messages. */
    abstract List<String> processed() throws IOException;

    /** Returns the messages in the folder for quarantined messages. */
    abstract List<String> quarantined() throws IOException;

    /** Whether the mailbox has folders for processed and quarantined messages. */
    boolean hasFolders() {
        return true;
    }

    private static String text(BounceMailbox mailbox, WaitingMessage message) {
        return mailbox.read(message, MAX_BYTES)
                .map(bytes -> normalize(new String(bytes, StandardCharsets.ISO_8859_1)))
                .orElseThrow();
    }

    /** Removes the differences in line ends and at the end that a mailbox may cause. */
    static String normalize(String message) {
        return message.replace("\r\n", "\n").stripTrailing();
    }

    @Test
    void a_waiting_message_is_read_as_it_arrived_and_stays() throws IOException {
        deliver(FIRST_MESSAGE);
        deliver(SECOND_MESSAGE);
        List<String> uids;
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            List<WaitingMessage> waiting = mailbox.listWaiting();
            assertThat(waiting)
                    .extracting(message -> text(mailbox, message))
                    .containsExactlyInAnyOrder(normalize(FIRST_MESSAGE), normalize(SECOND_MESSAGE));
            uids = waiting.stream().map(WaitingMessage::uid).toList();
            assertThat(uids).doesNotHaveDuplicates().allMatch(uid -> !uid.contains("secret"));
        }
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting()).extracting(WaitingMessage::uid).containsExactlyElementsOf(uids);
        }
    }

    @Test
    void a_processed_message_leaves_and_the_others_stay() throws IOException {
        deliver(FIRST_MESSAGE);
        deliver(SECOND_MESSAGE);
        finish(FIRST_MESSAGE, true, hasFolders() ? CleanupPolicy.MOVE : CleanupPolicy.DELETE);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting())
                    .extracting(message -> text(mailbox, message))
                    .containsExactly(normalize(SECOND_MESSAGE));
        }
        assertThat(processed()).isEqualTo(hasFolders() ? List.of(normalize(FIRST_MESSAGE)) : List.of());
        finish(SECOND_MESSAGE, true, CleanupPolicy.DELETE);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting()).isEmpty();
        }
        assertThat(processed()).hasSize(hasFolders() ? 1 : 0);
        deliver(SECOND_MESSAGE);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting()).hasSize(1);
        }
    }

    private void finish(String message, boolean processed, CleanupPolicy cleanupPolicy) throws IOException {
        try (BounceMailbox mailbox = open(cleanupPolicy)) {
            WaitingMessage found = mailbox.listWaiting().stream()
                    .filter(waiting -> text(mailbox, waiting).equals(normalize(message)))
                    .findFirst()
                    .orElseThrow();
            if (processed) {
                mailbox.markProcessed(found);
            } else {
                mailbox.quarantine(found);
            }
        }
    }

    @Test
    void a_quarantined_message_is_never_lost() throws IOException {
        deliver(FIRST_MESSAGE);
        finish(FIRST_MESSAGE, false, CleanupPolicy.DELETE);
        try (BounceMailbox mailbox = open(CleanupPolicy.DELETE)) {
            List<String> waiting = mailbox.listWaiting().stream()
                    .map(message -> text(mailbox, message))
                    .toList();
            assertThat(waiting).isEqualTo(hasFolders() ? List.of() : List.of(normalize(FIRST_MESSAGE)));
        }
        assertThat(quarantined()).isEqualTo(hasFolders() ? List.of(normalize(FIRST_MESSAGE)) : List.of());
    }

    @Test
    void the_start_of_a_large_message_is_read() throws IOException {
        String large = "Message-ID: <large@mx.example>\nSubject: large\n\n" + ("x".repeat(70) + "\n").repeat(50_000);
        deliver(large);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            WaitingMessage waiting = mailbox.listWaiting().get(0);
            assertThat(waiting.size()).isBetween((long) large.length() - 100, 2L * large.length());
            String start = new String(mailbox.read(waiting, 100_000).orElseThrow(), StandardCharsets.US_ASCII);
            assertThat(start.length()).isLessThanOrEqualTo(100_000);
            assertThat(normalize(large)).startsWith(normalize(start));
            assertThat(start).contains("Subject: large", "xxx");
        }
    }

    @Test
    void two_instances_work_on_one_mailbox_and_skip_messages_that_the_other_settled() throws IOException {
        deliver(FIRST_MESSAGE);
        deliver(SECOND_MESSAGE);
        try (BounceMailbox first = open(CleanupPolicy.DELETE);
                BounceMailbox second = open(CleanupPolicy.DELETE)) {
            List<WaitingMessage> firstWaiting = first.listWaiting();
            List<WaitingMessage> secondWaiting = second.listWaiting();
            assertThat(firstWaiting).hasSize(2).isEqualTo(secondWaiting);
            first.markProcessed(firstWaiting.get(0));
            second.read(secondWaiting.get(0), MAX_BYTES);
            second.markProcessed(secondWaiting.get(0));
            second.markProcessed(secondWaiting.get(1));
            first.markProcessed(firstWaiting.get(1));
        }
        try (BounceMailbox reopened = open(CleanupPolicy.DELETE)) {
            assertThat(reopened.listWaiting()).isEmpty();
        }
    }

    @Test
    void waiting_ends_when_it_is_stopped() throws IOException {
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            mailbox.await(Duration.ofMinutes(5), () -> true);
            assertThat(mailbox.listWaiting()).isEmpty();
        }
    }
}
