package heed.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmtpReplyTest {

    @Test
    void codes_are_read_from_one_line_and_from_several() {
        SmtpReply singleLine = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.1.1 <x>: user unknown");
        assertThat(singleLine.enhanced()).contains("5.1.1");
        assertThat(singleLine.text()).isEqualTo("<x>: user unknown");
        SmtpReply severalLines =
                SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 552, "552-5.2.2 The box is full.\r\n552 5.2.2 Try later.\n");
        assertThat(severalLines.enhanced()).contains("5.2.2");
        assertThat(severalLines.text()).isEqualTo("The box is full. Try later.");
        assertThat(severalLines.format()).isEqualTo("552 5.2.2 The box is full. Try later.");
    }

    @Test
    void text_that_resembles_a_status_code_stays_text() {
        SmtpReply reply = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 421, "421 4.2 try again, 5.1.1 was yesterday");
        assertThat(reply.enhanced()).isEmpty();
        assertThat(reply.text()).isEqualTo("4.2 try again, 5.1.1 was yesterday");
    }

    @Test
    void a_reply_has_a_maximum_length_and_no_control_characters() {
        SmtpReply reply = SmtpReply.of(SmtpReply.Stage.DATA, 554, "554 a\u0007b\tc\u001b[31m " + "x".repeat(100_000));
        assertThat(reply.text()).hasSize(500).startsWith("a b c [31m xxx");
        assertThat(SmtpReply.of(SmtpReply.Stage.DATA, 354, "").format()).isEqualTo("354");
    }
}
