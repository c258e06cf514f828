package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.mailbox.BounceMailbox.WaitingMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every mailbox that bounces arrive in keeps to. */
abstract class BounceMailboxContract {
    private static final int MAX_BYTES = 1_000_000;
    private static final String ONE = "Message-ID: <1@mx.example>\nSubject: one\n\nAnd so on\n.\n\nIt failed: \u00e9\n";
    private static final String TWO = "Message-ID: <2@mx.example>\nSubject: two\n\n>From there\n\n";

    /** Delivers a message, as a mail server would. */
    abstract void arrive(String message) throws IOException;

    abstract BounceMailbox open(CleanupPolicy processed) throws IOException;

    /** The messages that were moved to where processed ones are. */
    abstract List<String> processed() throws IOException;

    abstract List<String> quarantined() throws IOException;

    /** Whether there is such a place. */
    boolean folders() {
        return true;
    }

    private static String text(BounceMailbox mailbox, WaitingMessage message) {
        return mailbox.read(message, MAX_BYTES)
                .map(bytes -> plain(new String(bytes, StandardCharsets.ISO_8859_1)))
                .orElseThrow();
    }

    /** Without what a mailbox may do to line ends and the end. */
    static String plain(String message) {
        return message.replace("\r\n", "\n").stripTrailing();
    }

    @Test
    void what_waits_is_read_as_it_arrived_and_stays() throws IOException {
        arrive(ONE);
        arrive(TWO);
        List<String> uids;
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            List<WaitingMessage> waiting = mailbox.listWaiting();
            assertThat(waiting).extracting(one -> text(mailbox, one)).containsExactlyInAnyOrder(plain(ONE), plain(TWO));
            uids = waiting.stream().map(WaitingMessage::uid).toList();
            assertThat(uids).doesNotHaveDuplicates().allMatch(uid -> !uid.contains("secret"));
        }
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting()).extracting(WaitingMessage::uid).containsExactlyElementsOf(uids);
        }
    }

    @Test
    void what_is_done_leaves_and_the_rest_stays() throws IOException {
        arrive(ONE);
        arrive(TWO);
        settle(ONE, true, folders() ? CleanupPolicy.MOVE : CleanupPolicy.DELETE);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting())
                    .extracting(one -> text(mailbox, one))
                    .containsExactly(plain(TWO));
        }
        assertThat(processed()).isEqualTo(folders() ? List.of(plain(ONE)) : List.of());
        settle(TWO, true, CleanupPolicy.DELETE);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting()).isEmpty();
        }
        assertThat(processed()).hasSize(folders() ? 1 : 0);
        arrive(TWO);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            assertThat(mailbox.listWaiting()).hasSize(1);
        }
    }

    private void settle(String message, boolean done, CleanupPolicy processed) throws IOException {
        try (BounceMailbox mailbox = open(processed)) {
            WaitingMessage one = mailbox.listWaiting().stream()
                    .filter(waiting -> text(mailbox, waiting).equals(plain(message)))
                    .findFirst()
                    .orElseThrow();
            if (done) {
                mailbox.markProcessed(one);
            } else {
                mailbox.quarantine(one);
            }
        }
    }

    @Test
    void what_is_kept_aside_is_never_lost() throws IOException {
        arrive(ONE);
        settle(ONE, false, CleanupPolicy.DELETE);
        try (BounceMailbox mailbox = open(CleanupPolicy.DELETE)) {
            List<String> waiting = mailbox.listWaiting().stream()
                    .map(one -> text(mailbox, one))
                    .toList();
            assertThat(waiting).isEqualTo(folders() ? List.of() : List.of(plain(ONE)));
        }
        assertThat(quarantined()).isEqualTo(folders() ? List.of(plain(ONE)) : List.of());
    }

    @Test
    void of_a_large_message_the_start_is_read() throws IOException {
        String large = "Message-ID: <large@mx.example>\nSubject: large\n\n" + ("x".repeat(70) + "\n").repeat(50_000);
        arrive(large);
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            WaitingMessage waiting = mailbox.listWaiting().get(0);
            assertThat(waiting.size()).isBetween((long) large.length() - 100, 2L * large.length());
            String start = new String(mailbox.read(waiting, 100_000).orElseThrow(), StandardCharsets.US_ASCII);
            assertThat(start.length()).isLessThanOrEqualTo(100_000);
            assertThat(plain(large)).startsWith(plain(start));
            assertThat(start).contains("Subject: large", "xxx");
        }
    }

    @Test
    void two_may_be_at_work_and_what_one_has_settled_is_no_trouble_to_the_other() throws IOException {
        arrive(ONE);
        arrive(TWO);
        try (BounceMailbox one = open(CleanupPolicy.DELETE);
                BounceMailbox other = open(CleanupPolicy.DELETE)) {
            List<WaitingMessage> ones = one.listWaiting();
            List<WaitingMessage> others = other.listWaiting();
            assertThat(ones).hasSize(2).isEqualTo(others);
            one.markProcessed(ones.get(0));
            other.read(others.get(0), MAX_BYTES);
            other.markProcessed(others.get(0));
            other.markProcessed(others.get(1));
            one.markProcessed(ones.get(1));
        }
        try (BounceMailbox again = open(CleanupPolicy.DELETE)) {
            assertThat(again.listWaiting()).isEmpty();
        }
    }

    @Test
    void waiting_ends_when_it_is_told_to() throws IOException {
        try (BounceMailbox mailbox = open(CleanupPolicy.MOVE)) {
            mailbox.await(Duration.ofMinutes(5), () -> true);
            assertThat(mailbox.listWaiting()).isEmpty();
        }
    }
}
