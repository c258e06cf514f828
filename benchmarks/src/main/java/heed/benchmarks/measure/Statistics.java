package heed.benchmarks.measure;

import java.util.List;
import java.util.Locale;

/** Measurements of one thing: their median, and the least and the most of them. */
public record Statistics(double median, double min, double max) {
    public static Statistics of(List<Double> measurements) {
        List<Double> sorted = measurements.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return new Statistics(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2,
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** In milliseconds, for people. */
    public String formatMillis() {
        return String.format(Locale.ROOT, "%,.0f ms (%,.0f–%,.0f)", median, min, max);
    }
}
