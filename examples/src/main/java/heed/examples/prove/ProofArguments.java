package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The arguments of a proof that disturbs processes: {@code STORE_KIND STORES_FOLDER HEED FOLDER KILLS SIZE SEED}.
 *
 * @param storeKind a kind of {@link ProofStores#withStores}
 * @param storesFolder the folder of the stores
 * @param heed the {@code heed} executable
 * @param folder the folder of all other files
 * @param kills how many processes are to be disturbed
 * @param size the number of prospects or bounces
 * @param seed the seed of the first round; each further round adds one to it
 */
record ProofArguments(String storeKind, Path storesFolder, String heed, Path folder, int kills, int size, long seed) {

    /** Parses the arguments and creates the folder. */
    static ProofArguments parse(String[] arguments) throws IOException {
        return new ProofArguments(
                arguments[0],
                Path.of(arguments[1]),
                arguments[2],
                Files.createDirectories(Path.of(arguments[3])),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Long.parseLong(arguments[6]));
    }

    /** Runs the proof on stores of the given kind. */
    <T> T withStores(ProofStores.Proof<T> proof) throws IOException, InterruptedException, SQLException {
        return ProofStores.withStores(storeKind, storesFolder, proof);
    }
}
