package heed.model.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that hold addresses or secrets. A new one can be read and written by its owner only, whatever the umask of the
 * process allows; where files have no such permissions, those of the folder apply. Thread-safe.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFile() {}

    /**
     * Creates an empty file and opens it for writing.
     *
     * @throws FileAlreadyExistsException if there is such a file
     */
    public static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(file)));
    }

    /** Creates an empty file, unless there is one; an existing file keeps its content and its permissions. */
    public static void createIfMissing(Path file) throws IOException {
        try {
            create(file).close();
        } catch (FileAlreadyExistsException present) {
            // Another process may have created it since the caller looked.
        }
    }

    /** Moves a complete file to the place of another one, atomically. A file that was there hands on its permissions. */
    public static void replace(Path complete, Path file) throws IOException {
        PosixFileAttributeView replaced = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (replaced != null && Files.exists(file)) {
            Files.setPosixFilePermissions(complete, replaced.readAttributes().permissions());
        }
        Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns whether everybody on the machine may read the file; false if the file system has no such permissions. */
    public static boolean isExposed(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
    }

    private static FileAttribute<?>[] attributes(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
