package heed.benchmarks.measure;

import java.util.List;
import java.util.Locale;

/** The median and the range of repeated measurements. */
public record Statistics(double median, double min, double max) {
    /** @throws IndexOutOfBoundsException if there are no measurements */
    public static Statistics of(List<Double> measurements) {
        List<Double> sorted = measurements.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return new Statistics(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2,
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** Returns the median with its unit and the range, all rounded: "1,158 ms (1,143–1,251)". */
    public String format(String unit) {
        return String.format(Locale.ROOT, "%,.0f %s (%,.0f–%,.0f)", median, unit, min, max);
    }

    /** Returns the median and the range, all rounded: "1,158 (1,143–1,251)". */
    public String format() {
        return String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", median, min, max);
    }
}
