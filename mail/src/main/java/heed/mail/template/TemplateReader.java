package heed.mail.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Decorator;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.TagType;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one part of a template. Handlebars parses the source with a registry that offers the account's fields only, so
 * that a template can reach no helper, no partial and no object. The parsed template runs once; each placeholder writes
 * a marker with its number, and the reader splits the output at the markers. Filling a template later involves no
 * Handlebars. Not thread-safe.
 */
final class TemplateReader {
    static final String UNSUBSCRIBE_URL = "unsubscribeUrl";
    /** The start of a marker: private-use characters, which a source may not contain. */
    private static final char OPEN = '\uE000';

    private static final char CLOSE = '\uE001';
    private static final String FALLBACK = "fallback";
    private static final Map<String, Object> EMPTY_MODEL = Map.of();

    private final TemplateProblem.Part part;
    private final String source;
    private final FieldCatalog fields;
    private final List<TemplateProblem> problems;
    private final List<PlaceholderCall> calls = new ArrayList<>();

    private record PlaceholderCall(String name, Optional<Field> field, Optional<String> fallback) {}

    TemplateReader(TemplateProblem.Part part, String source, FieldCatalog fields, List<TemplateProblem> problems) {
        this.part = part;
        this.source = source;
        this.fields = fields;
        this.problems = problems;
    }

    /** Reads the part. The result may be used only if the call added no problem. */
    TemplatePart read() {
        if (source.indexOf(OPEN) >= 0 || source.indexOf(CLOSE) >= 0) {
            addProblem(
                    Math.max(source.indexOf(OPEN), source.indexOf(CLOSE)), "a message cannot contain this character");
            return TemplatePart.EMPTY;
        }
        try {
            Handlebars handlebars = new Handlebars(new NoPartials()).with(new FieldHelpers());
            Context context = Context.newBuilder(EMPTY_MODEL)
                    .resolver(MapValueResolver.INSTANCE)
                    .build();
            return split(handlebars.compileInline(source).apply(context));
        } catch (HandlebarsException | IOException | StackOverflowError unreadable) {
            SyntaxProblem.find(source).forEach(problem -> addProblem(problem.index(), problem.message()));
        }
        return TemplatePart.EMPTY;
    }

    private TemplatePart split(String rendered) {
        List<String> texts = new ArrayList<>();
        List<Placeholder> placeholders = new ArrayList<>();
        HtmlContext htmlContext =
                new HtmlContext(); // follows the fixed texts, which decide the context of a placeholder
        int from = 0;
        for (int open = rendered.indexOf(OPEN); open >= 0; open = rendered.indexOf(OPEN, from)) {
            int close = rendered.indexOf(CLOSE, open);
            PlaceholderCall call = calls.get(Integer.parseInt(rendered.substring(open + 1, close)));
            String text = rendered.substring(from, open);
            texts.add(text);
            htmlContext.read(text);
            escapingOf(call, htmlContext)
                    .ifPresentOrElse(
                            escaping -> placeholders.add(new Placeholder(call.field, call.fallback, escaping)),
                            () -> addProblem(
                                    position(call.name),
                                    call.name + " cannot stand here: in HTML, fields go into text, into quoted"
                                            + " attributes that hold text (alt, title, …) and into a link behind its"
                                            + " host (https://shop.example/…)"));
            from = close + 1;
        }
        texts.add(rendered.substring(from));
        return new TemplatePart(List.copyOf(texts), List.copyOf(placeholders));
    }

    private Optional<Placeholder.Escaping> escapingOf(PlaceholderCall call, HtmlContext htmlContext) {
        return switch (part) {
            case SUBJECT -> Optional.of(Placeholder.Escaping.HEADER);
            case TEXT -> Optional.of(Placeholder.Escaping.TEXT);
            case HTML -> htmlContext.escapingHere(call.field.isEmpty());
        };
    }

    /**
     * Checks one call of a template, records it and returns its marker. Handlebars calls this for whatever a template
     * names.
     */
    private CharSequence call(Object context, Options options) {
        String name = options.helperName.replaceAll("^\\[(.*)]$", "$1"); // brackets quote a name of several words
        Optional<Field> field = fields.find(name);
        Object fallback = options.hash.get(FALLBACK);
        if (options.tagType != TagType.VAR) {
            addProblem(
                    position(options.helperName),
                    options.tagType == TagType.TRIPLE_VAR || options.tagType == TagType.AMP_VAR
                            ? "fields are always escaped: write {{" + name + "}}"
                            : SyntaxProblem.unavailable("{{#" + name + "}}"));
        } else if (field.isEmpty() && !name.equals(UNSUBSCRIBE_URL)) {
            addProblem(
                    position(options.helperName),
                    "there is no field \"" + name + "\""
                            + (hasParameters(context, options)
                                    ? "; a name of several words stands in brackets: {{[Lead Owner]}}"
                                    : ""));
        } else if (hasParameters(context, options)
                || !(options.hash.isEmpty() || (options.hash.size() == 1 && fallback instanceof String))) {
            addProblem(position(options.helperName), "a fallback is written {{" + name + " fallback=\"…\"}}");
        }
        calls.add(new PlaceholderCall(name, field, Optional.ofNullable(fallback).map(Object::toString)));
        return new Handlebars.SafeString(OPEN + Integer.toString(calls.size() - 1) + CLOSE);
    }

    /** Returns whether a call has positional parameters. Handlebars passes the first one in place of the context. */
    private static boolean hasParameters(Object context, Options options) {
        return context != EMPTY_MODEL || options.params.length > 0;
    }

    /** Returns the offset of the first tag that contains the name; the start of the name if no tag does. */
    private int position(String name) {
        int at = source.indexOf("{{");
        while (at >= 0) {
            int end = source.indexOf("}}", at);
            if (end > 0 && source.substring(at, end).contains(name)) {
                return at;
            }
            at = source.indexOf("{{", at + 2);
        }
        return Math.max(0, source.indexOf(name));
    }

    private void addProblem(int position, String message) {
        String before = source.substring(0, position);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        problems.add(new TemplateProblem(part, line, position - before.lastIndexOf('\n'), message));
    }

    /** Resolves every name to a field, so that none of the helpers of Handlebars is reachable. */
    private final class FieldHelpers extends DefaultHelperRegistry {
        @Override
        @SuppressWarnings("unchecked") // the helper accepts any context
        public <C> Helper<C> helper(String name) {
            return (Helper<C>) (Helper<Object>) (context, options) -> call(context, options);
        }

        @Override
        public Decorator decorator(String name) {
            return (template, options) -> addProblem(position(name), SyntaxProblem.unavailable("{{*" + name + "}}"));
        }
    }

    private static final class NoPartials extends AbstractTemplateLoader {
        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            throw new FileNotFoundException(location);
        }
    }
}
