package heed.imports.format;

import heed.model.field.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the character between tags: the only one of the separators that the column's cells contain. */
final class TagScan extends ColumnScan {
    private final Map<TagSeparator, ScanResult.Sample> samples = new EnumMap<>(TagSeparator.class);
    private ScanResult.@Nullable Sample several;

    @Override
    void addText(String text, long line) {
        Set<TagSeparator> found = TagSeparator.in(text);
        if (found.isEmpty()) {
            return;
        }
        ScanResult.Sample sample = new ScanResult.Sample(text, line);
        found.forEach(separator -> samples.putIfAbsent(separator, sample));
        if (several == null && found.size() > 1) {
            several = sample;
        }
    }

    @Override
    public ScanResult result() {
        if (samples.size() > 1) {
            return open();
        }
        TagSeparator separator = samples.isEmpty()
                ? TagSeparator.SEMICOLON
                : samples.keySet().iterator().next();
        return new ScanResult.Settled(
                ColumnFormat.STANDARD.withTags(separator),
                samples.values().stream().findFirst());
    }

    private ScanResult open() {
        List<ScanResult.Sample> shown = several == null ? new ArrayList<>(samples.values()) : List.of(several);
        return new ScanResult.Open(
                FormatOption.TAG_SEPARATOR,
                "can be split in two ways: "
                        + shown.stream()
                                .map(sample -> "\"" + sample.text() + "\" in line " + sample.line())
                                .collect(Collectors.joining(" and ")),
                shown.get(0),
                samples.entrySet().stream()
                        .map(entry -> choice(entry.getKey(), several == null ? entry.getValue() : several))
                        .toList());
    }

    private static ScanResult.Choice choice(TagSeparator separator, ScanResult.Sample sample) {
        return new ScanResult.Choice(
                String.valueOf(separator.character()),
                separator.split(sample.text()).stream()
                        .map(Value.Text::text)
                        .map(tag -> "\"" + tag + "\"")
                        .collect(Collectors.joining(" and ")));
    }
}
