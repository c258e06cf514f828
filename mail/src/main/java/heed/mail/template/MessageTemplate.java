package heed.mail.template;

import heed.mail.HeaderText;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.prospect.Prospect;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The content of a message with placeholders: {@code {{firstName}}}, {@code {{firstName fallback="there"}}}, and {@code
 * {{unsubscribeUrl}}}. A template has no logic. Values are escaped for their position: a value in the subject stays on
 * one line, a value in HTML is text and never markup, and a value in a link is a part of the link and never another
 * link. Immutable.
 */
public final class MessageTemplate {
    private final TemplatePart subject;
    private final Optional<TemplatePart> text;
    private final Optional<TemplatePart> html;

    private MessageTemplate(TemplatePart subject, Optional<TemplatePart> text, Optional<TemplatePart> html) {
        this.subject = subject;
        this.text = text;
        this.html = html;
    }

    /**
     * The result of reading a template.
     *
     * @param template empty if there are problems
     * @param problems everything that is wrong in the template, in the order subject, text, HTML
     */
    public record TemplateResult(Optional<MessageTemplate> template, List<TemplateProblem> problems) {}

    /** The content of a message for one recipient. */
    public record MessageContent(String subject, Optional<String> text, Optional<String> html) {}

    /**
     * Reads a template and reports all its problems at once.
     *
     * @param fields the account's fields, which placeholders name by API name or label
     */
    public static TemplateResult read(
            String subject, Optional<String> text, Optional<String> html, FieldCatalog fields) {
        List<TemplateProblem> problems = new ArrayList<>();
        if (HeaderText.toSingleLine(subject).isEmpty()) {
            problems.add(new TemplateProblem(
                    TemplateProblem.Part.SUBJECT, 1, 1, "the subject of a message must not be empty"));
        } else if (HeaderText.isUnsafe(subject) || subject.length() > HeaderText.MAX_LENGTH) {
            problems.add(new TemplateProblem(
                    TemplateProblem.Part.SUBJECT,
                    1,
                    1,
                    "a subject is one line of at most " + HeaderText.MAX_LENGTH + " characters"));
        }
        if (text.isEmpty() && html.isEmpty()) {
            problems.add(new TemplateProblem(TemplateProblem.Part.TEXT, 1, 1, "a message has text, html or both"));
        }
        MessageTemplate template = new MessageTemplate(
                new TemplateReader(TemplateProblem.Part.SUBJECT, subject, fields, problems).read(),
                text.map(source -> new TemplateReader(TemplateProblem.Part.TEXT, source, fields, problems).read()),
                html.map(source -> new TemplateReader(TemplateProblem.Part.HTML, source, fields, problems).read()));
        return problems.isEmpty()
                ? new TemplateResult(Optional.of(template), List.of())
                : new TemplateResult(Optional.empty(), List.copyOf(problems));
    }

    /**
     * Returns the content for one prospect.
     *
     * @param unsubscribe the value of {@code {{unsubscribeUrl}}}, which shows nothing if empty
     */
    public MessageContent fill(Prospect prospect, Optional<URI> unsubscribe) {
        return new MessageContent(
                HeaderText.toSingleLine(subject.fill(prospect, unsubscribe)),
                text.map(part -> part.fill(prospect, unsubscribe)),
                html.map(part -> part.fill(prospect, unsubscribe)));
    }

    /** Returns the fields that the template shows, in the order of their slots. */
    public Set<Field> fields() {
        return bySlot(placeholders().flatMap(placeholder -> placeholder.field().stream()));
    }

    /** Returns the fields that are empty for the prospect and have no fallback, in the order of their slots. */
    public Set<Field> missingFields(Prospect prospect) {
        return bySlot(placeholders()
                .filter(placeholder -> placeholder.isMissingFor(prospect))
                .flatMap(placeholder -> placeholder.field().stream()));
    }

    /** Returns the fields that the template shows at least once without a fallback, in the order of their slots. */
    public Set<Field> fieldsWithoutFallback() {
        return bySlot(placeholders()
                .filter(placeholder -> placeholder.fallback().isEmpty())
                .flatMap(placeholder -> placeholder.field().stream()));
    }

    /** Returns whether the content itself shows the unsubscribe link. */
    public boolean showsUnsubscribeUrl() {
        return placeholders().anyMatch(placeholder -> placeholder.field().isEmpty());
    }

    private Stream<Placeholder> placeholders() {
        return Stream.of(Optional.of(subject), text, html)
                .flatMap(Optional::stream)
                .flatMap(part -> part.placeholders().stream());
    }

    private static Set<Field> bySlot(Stream<Field> fields) {
        Set<Field> ordered = new TreeSet<>(Comparator.comparingInt(Field::slot));
        fields.forEach(ordered::add);
        return ordered;
    }
}
