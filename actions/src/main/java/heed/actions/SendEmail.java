package heed.actions;

import heed.mail.MessageClass;
import heed.mail.NamedAddress;
import heed.mail.template.MessageTemplate;
import heed.mail.template.TemplateProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sends an email to each prospect. Whoever is suppressed is not emailed: that is asked when each mail goes out, whatever was
 * decided before.
 */
public final class SendEmail implements ActionType {
    private static final String SUBJECT = "subject";
    private static final String TEXT = "text";
    private static final String HTML = "html";
    private static final String FROM = "from";
    private static final String REPLY_TO = "replyTo";
    private static final String CLASS = "class";

    @Override
    public String id() {
        return "send-email";
    }

    @Override
    public String label() {
        return "Send Email";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                text(
                        SUBJECT,
                        true,
                        "The subject, one line; fields are filled in, as in {{firstName fallback=\"there\"}}."),
                text(TEXT, false, "The message in plain text, with fields filled in; text, html or both."),
                text(HTML, false, "The message in HTML, with fields filled in and escaped."),
                text(FROM, false, "Who it is from: Example News <news@example.com>; the account's sender if left out."),
                text(REPLY_TO, false, "Where answers go; to who it is from if left out."),
                text(CLASS, false, "\"marketing\", as it is if left out, or \"transactional\"."));
    }

    private static Parameter text(String name, boolean required, String description) {
        return new Parameter(name, Parameter.Type.TEXT, required, description);
    }

    @Override
    public Action create(Arguments arguments) {
        String subject = arguments.text(SUBJECT).orElse("");
        Optional<String> text = arguments.text(TEXT);
        Optional<String> html = arguments.text(HTML);
        MessageTemplate.TemplateResult reading = MessageTemplate.read(subject, text, html, arguments.catalog());
        List<ArgumentException.Wrong> wrong = new ArrayList<>();
        reading.problems().forEach(problem -> wrong.add(wrong(problem, subject, text.orElse(""), html.orElse(""))));
        MessageClass kind = kind(arguments, wrong);
        Optional<NamedAddress> from = mailbox(FROM, arguments, wrong);
        Optional<NamedAddress> replyTo = mailbox(REPLY_TO, arguments, wrong);
        if (reading.template().isEmpty() || !wrong.isEmpty()) {
            throw new ArgumentException(wrong);
        }
        return new Mailing(kind, from, replyTo, reading.template().get());
    }

    private static ArgumentException.Wrong wrong(TemplateProblem problem, String subject, String text, String html) {
        String source = switch (problem.part()) {
            case SUBJECT -> subject;
            case TEXT -> text;
            case HTML -> html;
        };
        return new ArgumentException.Wrong(
                problem.part().id(),
                "bad-template",
                problem.message(),
                index(source, problem.line(), problem.column()));
    }

    private static OptionalInt index(String source, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = source.indexOf('\n', start) + 1;
        }
        int index = start + column - 1;
        return index < source.length() ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static MessageClass kind(Arguments arguments, List<ArgumentException.Wrong> wrong) {
        Optional<String> written = arguments.text(CLASS);
        Optional<MessageClass> kind = written.isEmpty()
                ? Optional.of(MessageClass.MARKETING)
                : Arrays.stream(MessageClass.values())
                        .filter(one -> one.id().equals(written.get()))
                        .findFirst();
        if (kind.isEmpty()) {
            wrong.add(new ArgumentException.Wrong(
                    CLASS, "wrong-value", "a mail's class is \"marketing\" or \"transactional\""));
        }
        return kind.orElse(MessageClass.MARKETING);
    }

    private static Optional<NamedAddress> mailbox(
            String name, Arguments arguments, List<ArgumentException.Wrong> wrong) {
        Optional<String> written = arguments.text(name);
        Optional<NamedAddress> mailbox = written.flatMap(NamedAddress::parse);
        if (written.isPresent() && mailbox.isEmpty()) {
            wrong.add(new ArgumentException.Wrong(
                    name,
                    "wrong-value",
                    "an email address such as news@example.com or Example News <news@example.com> belongs here"));
        }
        return mailbox;
    }
}
