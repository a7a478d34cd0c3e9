package io.swen.telemetry.export;

import java.io.IOException;
import java.nio.file.Path;

/** Where files of an export stand; a file appears there as a whole or not at all. */
interface ExportTarget {

    /** The address without credentials, by which it is known. */
    String address();

    /** Puts a file there, in place of an older one; the given file may be gone afterwards. */
    void put(Path file, String key) throws IOException;

    void delete(String key) throws IOException;

    boolean has(String key) throws IOException;
}
