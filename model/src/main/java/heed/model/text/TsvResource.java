package heed.model.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads resources of the product that are tables of tab-separated values in UTF-8. */
public final class TsvResource {
    private TsvResource() {}

    /**
     * Returns the lines of a resource, without blank lines and without comments, which start with {@code #}.
     *
     * @param owner the class in whose package the resource is
     * @param name the resource's name, relative to the class
     * @throws IllegalStateException if there is no such resource
     */
    public static List<String> lines(Class<?> owner, String name) {
        try (InputStream resource = owner.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the cells of a line, including empty cells at its end. */
    public static String[] cells(String line) {
        return line.split("\t", -1);
    }
}
