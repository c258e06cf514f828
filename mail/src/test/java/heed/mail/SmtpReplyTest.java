package heed.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmtpReplyTest {

    @Test
    void codes_are_read_from_one_line_and_from_several() {
        SmtpReply one = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.1.1 <x>: user unknown");
        assertThat(one.enhanced()).contains("5.1.1");
        assertThat(one.text()).isEqualTo("<x>: user unknown");
        SmtpReply several =
                SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 552, "552-5.2.2 The box is full.\r\n552 5.2.2 Try later.\n");
        assertThat(several.enhanced()).contains("5.2.2");
        assertThat(several.text()).isEqualTo("The box is full. Try later.");
        assertThat(several.format()).isEqualTo("552 5.2.2 The box is full. Try later.");
    }

    @Test
    void what_looks_like_a_status_code_and_is_none_stays_text() {
        SmtpReply reply = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 421, "421 4.2 try again, 5.1.1 was yesterday");
        assertThat(reply.enhanced()).isEmpty();
        assertThat(reply.text()).isEqualTo("4.2 try again, 5.1.1 was yesterday");
    }

    @Test
    void a_reply_is_bounded_and_without_control_characters() {
        SmtpReply reply = SmtpReply.of(SmtpReply.Stage.DATA, 554, "554 a\u0007b\tc\u001b[31m " + "x".repeat(100_000));
        assertThat(reply.text()).hasSize(500).startsWith("a b c [31m xxx");
        assertThat(SmtpReply.of(SmtpReply.Stage.DATA, 354, "").format()).isEqualTo("354");
    }
}
