package heed.bounces.report;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.classify.DialogueStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds why a mail failed in the texts of one report. A report contains several texts about a recipient, from the reply of a
 * server to the whole body; the first that is conclusive decides. A finder belongs to one report and one thread: it keeps the
 * diagnoses of the texts that all recipients share.
 */
final class CauseFinder {
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");

    /** A subject that Post.Office and similar mail systems use for every failure. It does not contain the cause. */
    private static final Pattern GENERIC_SUBJECT = Pattern.compile("mail system error", Pattern.CASE_INSENSITIVE);

    private final BounceClassifier classifier;
    private final FreeFormReport freeForm;
    private final Map<DiagnosedText, Diagnosis> diagnoses = new HashMap<>();
    private final LazyValue<List<String>> commonTexts;
    /** The texts about a recipient whom the report for people does not name. */
    private final LazyValue<List<String>> reportTexts;

    private final Map<FailureCause, FailureCause> shortened = new HashMap<>();

    private record DiagnosedText(Optional<EnhancedStatusCode> status, String servers, String text) {}

    CauseFinder(BounceClassifier classifier, ParsedMail mail, FreeFormReport freeForm) {
        this.classifier = classifier;
        this.freeForm = freeForm;
        this.commonTexts = new LazyValue<>(() -> commonTexts(mail, freeForm));
        this.reportTexts =
                new LazyValue<>(() -> Stream.concat(textsIn(freeForm.text()).stream(), commonTexts.get().stream())
                        .toList());
    }

    /**
     * The cause of a failed mail.
     *
     * @param status the status code that the diagnosis is based on
     * @param text the text that the diagnosis is based on, to be stored with it
     */
    record FailureCause(Diagnosis diagnosis, Optional<EnhancedStatusCode> status, String text) {}

    /**
     * Finds the cause in the fields that a report for machines has for a recipient, else in the report for people.
     *
     * @param address the recipient
     * @param recipientCount the number of recipients in the report
     * @param servers the names of the mail systems involved
     */
    FailureCause findInFields(HeaderFields fields, Optional<String> address, int recipientCount, String servers) {
        // The classifier needs the step of the dialogue, which some mail systems write in the report for people only.
        String diagnostic = StatusReport.diagnostic(fields);
        String diagnosticText = diagnostic.isEmpty()
                ? ""
                : diagnostic + missingDialogueStep(diagnostic, wordsAbout(address, recipientCount));
        List<String> texts = new ArrayList<>();
        findReply(diagnosticText).ifPresent(texts::add);
        texts.add(diagnosticText);
        FailureCause cause = find(StatusReport.status(fields), servers, texts, () -> textsAbout(address));
        // The whole diagnostic text is stored, even where a part of it decided.
        boolean fromDiagnostic = !diagnosticText.isEmpty() && diagnosticText.endsWith(cause.text);
        return fromDiagnostic
                ? new FailureCause(cause.diagnosis, cause.status, diagnosticText)
                : shortened.computeIfAbsent(cause, longCause -> shorten(longCause, servers));
    }

    /**
     * Finds the cause in a report for people.
     *
     * @param address the recipient
     * @param servers the names of the mail systems involved
     */
    FailureCause findInText(Optional<String> address, String servers) {
        return shortened.computeIfAbsent(
                find(Optional.empty(), servers, List.of(), () -> textsAbout(address)),
                cause -> shorten(cause, servers));
    }

    /**
     * Returns the diagnosis of the first text that is conclusive. If none is, returns that of the first text that gives any
     * evidence.
     *
     * @param moreTexts the texts to read after the others; not computed if one of those is conclusive
     */
    private FailureCause find(
            Optional<EnhancedStatusCode> field,
            String servers,
            List<String> firstTexts,
            Supplier<List<String>> moreTexts) {
        List<String> texts = new ArrayList<>(firstTexts);
        Optional<FailureCause> inconclusive = Optional.empty();
        Optional<EnhancedStatusCode> status = field;
        for (int i = 0; i < texts.size() || i == firstTexts.size(); i++) {
            if (i == firstTexts.size()) {
                texts.addAll(moreTexts.get());
            }
            String text = texts.get(i);
            // A specific code in an earlier text stays valid for the later ones.
            status = BounceClassifier.preferSpecificStatus(status, text);
            Diagnosis diagnosis = diagnoses.computeIfAbsent(
                    new DiagnosedText(status, servers, text),
                    unread -> classifier.diagnose(unread.status, Optional.empty(), servers, text));
            FailureCause cause = new FailureCause(diagnosis, status, text);
            boolean hadVagueWords = inconclusive
                    .filter(earlier -> earlier.diagnosis.evidence() == Diagnosis.Evidence.VAGUE_TEXT)
                    .isPresent();
            if (isConclusive(diagnosis, status, hadVagueWords)) {
                return cause;
            }
            if (inconclusive.isEmpty() || inconclusive.get().diagnosis.evidence() == Diagnosis.Evidence.NONE) {
                inconclusive = Optional.of(cause);
            }
        }
        return inconclusive.orElseThrow();
    }

    /**
     * Whether a phrase decided, or a status code with one meaning. Servers use the codes x.3.x, x.4.x, x.5.x and x.7.1 loosely, so
     * other texts of the report come before them, and so do vague words of an earlier text.
     */
    private static boolean isConclusive(
            Diagnosis diagnosis, Optional<EnhancedStatusCode> status, boolean hadVagueWords) {
        return switch (diagnosis.evidence()) {
            case GENERAL_TEXT, PROVIDER_TEXT -> true;
            case STATUS_CODE ->
                !hadVagueWords
                        && status.filter(code -> code.detail() != 0 && !isLoose(code))
                                .isPresent();
            case VAGUE_TEXT, SMTP_REPLY, NONE -> false;
        };
    }

    private static boolean isLoose(EnhancedStatusCode code) {
        return (code.subject() >= 3 && code.subject() <= 5) || code.matches(7, 1);
    }

    /** Replaces a text that is too long to be stored by its first paragraph with the same diagnosis, if there is one. */
    private FailureCause shorten(FailureCause cause, String servers) {
        if (cause.text.length() <= BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH) {
            return cause;
        }
        return PARAGRAPHS
                .splitAsStream(cause.text)
                .filter(paragraph -> classifier
                        .diagnose(cause.status, ReplyCode.findIn(paragraph), servers, paragraph)
                        .equals(cause.diagnosis))
                .findFirst()
                .map(paragraph -> new FailureCause(cause.diagnosis, cause.status, paragraph))
                .orElse(cause);
    }

    /** Returns the words of the report for people about a recipient; "" if they are about several recipients. */
    private String wordsAbout(Optional<String> address, int recipientCount) {
        return address.map(freeForm.recipients()::get).orElse(recipientCount == 1 ? freeForm.text() : "");
    }

    /**
     * Returns the texts about a recipient, the most specific first: the server's reply about the recipient, all words about the
     * recipient, the first reply in the report, the whole report with its subject.
     */
    private List<String> textsAbout(Optional<String> address) {
        return address.map(freeForm.recipients()::get)
                .map(words -> Stream.concat(textsIn(words).stream(), commonTexts.get().stream())
                        .toList())
                .orElseGet(reportTexts);
    }

    /** Returns the server's reply in some words, if there is one, then the words. */
    private static List<String> textsIn(String words) {
        return Stream.concat(
                        findReply(words).stream().map(reply -> reply + missingDialogueStep(reply, words)),
                        Stream.of(words))
                .toList();
    }

    /** Returns the texts about every recipient: the first reply in the report, the whole report with its subject. */
    private static List<String> commonTexts(ParsedMail mail, FreeFormReport freeForm) {
        String subject = mail.headers()
                .findFirst("subject")
                .filter(value -> !GENERIC_SUBJECT.matcher(value).lookingAt())
                .orElse("");
        return Stream.concat(findReply(freeForm.text()).stream(), Stream.of(freeForm.text() + "\n" + subject))
                .toList();
    }

    /** Returns the SMTP step that the words around a text name, in the wording of Postfix; "" if the text names one itself. */
    private static String missingDialogueStep(String text, String words) {
        return DialogueStep.findIn(text).isPresent()
                ? ""
                : DialogueStep.findIn(words)
                        .map(step -> " " + step.postfixText())
                        .orElse("");
    }

    /** Returns a server's reply, from its code to the end of the paragraph. */
    private static Optional<String> findReply(String words) {
        int start = ReplyCode.indexIn(words);
        if (start < 0) {
            return Optional.empty();
        }
        int end = words.indexOf("\n\n", start);
        return Optional.of(words.substring(start, end < 0 ? words.length() : end));
    }
}
