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
 * The action type that sends an email to each prospect. Suppressed addresses are not emailed; suppression is checked
 * when each mail is sent, whatever was decided before.
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
                body(TEXT, "The message in plain text, with fields filled in; text, html or both."),
                body(HTML, "The message in HTML, with fields filled in and escaped."),
                text(
                        FROM,
                        false,
                        "The sender, such as Example News <news@example.com>; the account's sender if left out."),
                text(REPLY_TO, false, "The address for replies; the sender if left out."),
                text(CLASS, false, "\"marketing\", the default, or \"transactional\"."));
    }

    private static Parameter text(String name, boolean required, String description) {
        return new Parameter(name, Parameter.Type.TEXT, required, description);
    }

    private static Parameter body(String name, String description) {
        return new Parameter(name, Parameter.Type.LONG_TEXT, false, description);
    }

    @Override
    public Action create(Arguments arguments) {
        String subject = arguments.text(SUBJECT).orElse("");
        Optional<String> text = arguments.text(TEXT);
        Optional<String> html = arguments.text(HTML);
        MessageTemplate.TemplateResult result = MessageTemplate.read(subject, text, html, arguments.catalog());
        List<InvalidArgumentsException.ArgumentProblem> problems = new ArrayList<>();
        result.problems()
                .forEach(problem -> problems.add(argumentProblem(problem, subject, text.orElse(""), html.orElse(""))));
        MessageClass messageClass = messageClass(arguments, problems);
        Optional<NamedAddress> from = mailbox(FROM, arguments, problems);
        Optional<NamedAddress> replyTo = mailbox(REPLY_TO, arguments, problems);
        if (result.template().isEmpty() || !problems.isEmpty()) {
            throw new InvalidArgumentsException(problems);
        }
        return new MessageAction(messageClass, from, replyTo, result.template().get());
    }

    private static InvalidArgumentsException.ArgumentProblem argumentProblem(
            TemplateProblem problem, String subject, String text, String html) {
        String source = switch (problem.part()) {
            case SUBJECT -> subject;
            case TEXT -> text;
            case HTML -> html;
        };
        return new InvalidArgumentsException.ArgumentProblem(
                problem.part().id(),
                "bad-template",
                problem.message(),
                index(source, problem.line(), problem.column()));
    }

    /** Returns the position of a line and column, both from 1, in the text; empty if it is at the end. */
    private static OptionalInt index(String source, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = source.indexOf('\n', start) + 1;
        }
        int index = start + column - 1;
        return index < source.length() ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static MessageClass messageClass(
            Arguments arguments, List<InvalidArgumentsException.ArgumentProblem> problems) {
        Optional<String> argument = arguments.text(CLASS);
        Optional<MessageClass> messageClass = argument.isEmpty()
                ? Optional.of(MessageClass.MARKETING)
                : Arrays.stream(MessageClass.values())
                        .filter(candidate -> candidate.id().equals(argument.get()))
                        .findFirst();
        if (messageClass.isEmpty()) {
            problems.add(new InvalidArgumentsException.ArgumentProblem(
                    CLASS, "wrong-value", "a mail's class is \"marketing\" or \"transactional\""));
        }
        return messageClass.orElse(MessageClass.MARKETING);
    }

    private static Optional<NamedAddress> mailbox(
            String name, Arguments arguments, List<InvalidArgumentsException.ArgumentProblem> problems) {
        Optional<String> argument = arguments.text(name);
        Optional<NamedAddress> mailbox = argument.flatMap(NamedAddress::parse);
        if (argument.isPresent() && mailbox.isEmpty()) {
            problems.add(new InvalidArgumentsException.ArgumentProblem(
                    name,
                    "wrong-value",
                    "\"" + name
                            + "\" takes an email address such as news@example.com or Example News <news@example.com>"));
        }
        return mailbox;
    }
}
