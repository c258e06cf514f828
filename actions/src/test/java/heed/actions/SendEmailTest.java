package heed.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import heed.mail.MessageClass;
import heed.mail.NamedAddress;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SendEmailTest {
    private static final EvaluationTime NOW = new EvaluationTime(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void send_email_plans_one_mail_for_each_prospect_even_without_an_address() {
        MessageAction messageAction = create(Map.of("subject", "Hello", "text", "Hi"));
        assertThat(messageAction.plan(List.of(prospect(1, "ann@example.com"), prospect(2, "")), NOW))
                .containsExactly(
                        new Effect.EmailSend(new ProspectId(1), Optional.of(new EmailAddress("ann@example.com"))),
                        new Effect.EmailSend(new ProspectId(2), Optional.empty()));
        assertThat(messageAction.inputFields()).containsExactly(StandardFields.EMAIL);
    }

    @Test
    void the_defaults_are_marketing_mail_from_the_sender_of_the_account() {
        MessageAction messageAction = create(Map.of("subject", "Hello", "text", "Hi"));
        assertThat(messageAction.messageClass()).isEqualTo(MessageClass.MARKETING);
        assertThat(messageAction.from()).isEmpty();
        assertThat(messageAction.replyTo()).isEmpty();
    }

    @Test
    void explicit_arguments_replace_the_defaults() {
        MessageAction messageAction = create(Map.of(
                "subject", "Hello",
                "html", "<p>Hi</p>",
                "from", "Example News <NEWS@Example.com>",
                "replyTo", "help@example.com",
                "class", "transactional"));
        assertThat(messageAction.messageClass()).isEqualTo(MessageClass.TRANSACTIONAL);
        assertThat(messageAction.from())
                .contains(NamedAddress.of("Example News", new EmailAddress("news@example.com")));
        assertThat(messageAction.replyTo()).contains(NamedAddress.of(new EmailAddress("help@example.com")));
    }

    @Test
    void every_mistake_of_a_template_is_reported_at_its_position() {
        assertProblems(
                Map.of("subject", "Hello {{nickname}}", "text", "Dear\n{{{firstName}}}"),
                new InvalidArgumentsException.ArgumentProblem(
                        "subject", "bad-template", "there is no field \"nickname\"", OptionalInt.of(6)),
                new InvalidArgumentsException.ArgumentProblem(
                        "text", "bad-template", "fields are always escaped: write {{firstName}}", OptionalInt.of(5)));
        assertProblems(
                Map.of("subject", "Hello"),
                new InvalidArgumentsException.ArgumentProblem(
                        "text", "bad-template", "a message has text, html or both"));
        assertProblems(
                Map.of("subject", " ", "text", "Hi"),
                new InvalidArgumentsException.ArgumentProblem(
                        "subject", "bad-template", "the subject of a message must not be empty", OptionalInt.of(0)));
    }

    @Test
    void an_invalid_class_or_sender_is_refused() {
        assertProblems(
                Map.of("subject", "Hello", "text", "Hi", "class", "spam"),
                new InvalidArgumentsException.ArgumentProblem(
                        "class", "wrong-value", "a mail's class is \"marketing\" or \"transactional\""));
        for (String from : List.of("nobody", "News <>", "A\nB <a@example.com>", "a@example.com>", "<a@example.com")) {
            assertThatThrownBy(() -> create(Map.of("subject", "Hello", "text", "Hi", "from", from)))
                    .asInstanceOf(type(InvalidArgumentsException.class))
                    .satisfies(exception ->
                            assertThat(exception.problems().get(0).code()).isEqualTo("wrong-value"));
        }
    }

    @Test
    void an_author_is_warned_of_missing_fallbacks_and_of_a_missing_unsubscribe_link() {
        assertThat(create(Map.of("subject", "Hello {{firstName}}", "text", "Hi"))
                        .warnings())
                .satisfiesExactly(
                        fallback -> assertThat(fallback)
                                .contains("First Name is empty")
                                .contains("{{firstName fallback=\"…\"}}"),
                        link -> assertThat(link).contains("{{unsubscribeUrl}}"));
        assertThat(create(Map.of("subject", "Hello {{firstName fallback=\"you\"}}", "text", "{{unsubscribeUrl}}"))
                        .warnings())
                .isEmpty();
        assertThat(create(Map.of("subject", "Hello", "text", "Hi", "class", "transactional"))
                        .warnings())
                .isEmpty();
    }

    private static void assertProblems(
            Map<String, String> texts, InvalidArgumentsException.ArgumentProblem... problems) {
        assertThatThrownBy(() -> create(texts))
                .asInstanceOf(type(InvalidArgumentsException.class))
                .satisfies(exception -> assertThat(exception.problems()).containsExactly(problems));
    }

    private static MessageAction create(Map<String, String> texts) {
        Arguments.Builder arguments = Arguments.builder(FieldCatalog.standard());
        texts.forEach(arguments::text);
        return (MessageAction) new SendEmail().create(arguments.build());
    }

    private static Prospect prospect(long key, String email) {
        Value[] values = new Value[StandardFields.ALL.size()];
        Prospect prospect = new Prospect(new ProspectId(key), values);
        return email.isEmpty() ? prospect : prospect.with(StandardFields.EMAIL, Optional.of(Value.Text.of(email)));
    }
}
