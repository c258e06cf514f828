package heed.benchmarks;

import java.util.List;
import java.util.Locale;

/** Measurements of one thing: their median, and the least and the most of them. */
record Spread(double median, double least, double most) {
    static Spread of(List<Double> measurements) {
        List<Double> sorted = measurements.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return new Spread(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2,
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** In milliseconds, for people. */
    String ms() {
        return String.format(Locale.ROOT, "%,.0f ms (%,.0f–%,.0f)", median, least, most);
    }
}
