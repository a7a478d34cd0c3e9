package io.swen.gitops.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/** Changes files of a tree by writing the folders above them anew and no other: what else the tree holds is not read. */
final class Trees {

    private Trees() {}

    /** A file as it is to be. */
    record Entry(FileMode mode, ObjectId id) {}

    /**
     * The tree with the files changed.
     *
     * @param tree null for an empty one
     * @param edits by path; null removes the file
     * @throws IllegalArgumentException where a path leads out of the repository, or into its innards
     */
    static ObjectId edited(
            ObjectReader reader, ObjectInserter inserter, @Nullable ObjectId tree, Map<String, @Nullable Entry> edits)
            throws IOException {
        // The entry refuses paths that Git must not hold.
        edits.keySet().forEach(path -> new DirCacheEntry(path));
        @Nullable ObjectId edited = write(reader, inserter, tree, new TreeMap<>(edits));
        return edited == null ? inserter.insert(new TreeFormatter()) : edited;
    }

    /** Null where nothing is left in it. */
    private static @Nullable ObjectId write(
            ObjectReader reader, ObjectInserter inserter, @Nullable ObjectId tree, Map<String, @Nullable Entry> edits)
            throws IOException {
        Map<String, Entry> entries = read(reader, tree);
        Map<String, Map<String, @Nullable Entry>> below = new TreeMap<>();
        for (Map.Entry<String, @Nullable Entry> edit : edits.entrySet()) {
            int slash = edit.getKey().indexOf('/');
            if (slash >= 0) {
                below.computeIfAbsent(edit.getKey().substring(0, slash), name -> new TreeMap<>())
                        .put(edit.getKey().substring(slash + 1), edit.getValue());
            } else if (edit.getValue() == null) {
                Entry existing = entries.get(edit.getKey());
                if (existing != null && !FileMode.TREE.equals(existing.mode())) {
                    entries.remove(edit.getKey());
                }
            } else {
                entries.put(edit.getKey(), edit.getValue());
            }
        }
        for (Map.Entry<String, Map<String, @Nullable Entry>> folder : below.entrySet()) {
            Entry existing = entries.get(folder.getKey());
            boolean isFolder = existing != null && FileMode.TREE.equals(existing.mode());
            if (!isFolder && folder.getValue().values().stream().allMatch(edit -> edit == null)) {
                // There is nothing below to remove.
                continue;
            }
            ObjectId written =
                    write(reader, inserter, isFolder && existing != null ? existing.id() : null, folder.getValue());
            if (written == null) {
                entries.remove(folder.getKey());
            } else {
                entries.put(folder.getKey(), new Entry(FileMode.TREE, written));
            }
        }
        return entries.isEmpty() ? null : inserter.insert(format(entries));
    }

    private static Map<String, Entry> read(ObjectReader reader, @Nullable ObjectId tree) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        if (tree != null) {
            CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
            while (!parser.eof()) {
                entries.put(
                        parser.getEntryPathString(), new Entry(parser.getEntryFileMode(), parser.getEntryObjectId()));
                parser.next();
            }
        }
        return entries;
    }

    private static TreeFormatter format(Map<String, Entry> entries) {
        List<Named> sorted = new ArrayList<>(entries.size());
        entries.forEach((name, entry) -> sorted.add(new Named(name, entry)));
        sorted.sort(Comparator.comparing(Named::sortedAs, java.util.Arrays::compareUnsigned));
        TreeFormatter formatter = new TreeFormatter();
        sorted.forEach(named -> formatter.append(
                named.name(), named.entry().mode(), named.entry().id()));
        return formatter;
    }

    private record Named(String name, Entry entry, byte[] sortedAs) {

        /** Git sorts a folder as if its name ended with a slash. */
        Named(String name, Entry entry) {
            this(
                    name,
                    entry,
                    (FileMode.TREE.equals(entry.mode()) ? name + "/" : name).getBytes(StandardCharsets.UTF_8));
        }
    }
}
