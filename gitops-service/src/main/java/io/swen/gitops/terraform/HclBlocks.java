package io.swen.gitops.terraform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks and attributes an HCL file has, and the text of those attributes that are plain strings. Expressions are passed
 * over, not understood: what is looked for are blocks that must not be there at all.
 *
 * @see <a href="https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md">HCL native syntax specification</a>
 */
final class HclBlocks {

    /**
     * A block, or an object that an attribute is set to.
     *
     * @param path the headers of the blocks around it and its own, each as its words
     */
    record Block(List<List<String>> path, int line) {

        List<String> header() {
            return path.getLast();
        }

        String type() {
            return header().getFirst();
        }

        boolean isIn(String type) {
            return path.subList(0, path.size() - 1).stream()
                    .anyMatch(header -> header.getFirst().equals(type));
        }
    }

    /**
     * An attribute.
     *
     * @param path the headers of the blocks around it
     * @param literal its value where that is a plain string, else null
     */
    record Attribute(
            List<List<String>> path, String name, @Nullable String literal, int line) {

        boolean isIn(String type) {
            return path.stream().anyMatch(header -> header.getFirst().equals(type));
        }
    }

    /** The file is not HCL, or nested or long beyond reason. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private enum Kind {
        WORD,
        STRING,
        TEMPLATE,
        EQUALS,
        OTHER
    }

    private record Token(Kind kind, String text, int line) {}

    private enum Frame {
        NAMED,
        OTHER
    }

    private static final int DEEPEST = 100;
    private static final int LONGEST = 1 << 20;

    private final String text;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<List<String>> path = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final List<Token> statement = new ArrayList<>();
    private int at;
    private int line = 1;
    private int templates;

    private HclBlocks(String text) {
        this.text = text;
    }

    static HclBlocks of(String text) throws MalformedException {
        if (text.length() > LONGEST) {
            throw new MalformedException("it has more than " + LONGEST + " characters");
        }
        HclBlocks read = new HclBlocks(text);
        read.read();
        return read;
    }

    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    List<Attribute> attributes() {
        return List.copyOf(attributes);
    }

    private void read() throws MalformedException {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\n' -> {
                    at++;
                    if (frames.peek() != Frame.OTHER) {
                        endStatement();
                    }
                    line++;
                }
                case ' ', '\t', '\r' -> at++;
                case '#' -> skipLine();
                case '"' -> string();
                case '{' -> open();
                case '(', '[' -> {
                    token(Kind.OTHER, String.valueOf(c));
                    push(Frame.OTHER);
                    at++;
                }
                case '}', ')', ']' -> close();
                case ',' -> {
                    at++;
                    if (frames.peek() == Frame.NAMED) {
                        endStatement();
                    }
                }
                default -> other(c);
            }
        }
        endStatement();
        if (!frames.isEmpty()) {
            throw new MalformedException("a bracket is not closed");
        }
    }

    private void other(char c) throws MalformedException {
        if (c == '/' && text.startsWith("//", at)) {
            skipLine();
        } else if (c == '/' && text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw new MalformedException("the comment of line " + line + " is not closed");
            }
            countLines(at, end);
            at = end + 2;
        } else if (c == '<' && text.startsWith("<<", at) && heredoc()) {
            token(Kind.TEMPLATE, "");
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            int start = at;
            while (at < text.length() && isWordPart(text.charAt(at))) {
                at++;
            }
            token(Kind.WORD, text.substring(start, at));
        } else {
            boolean sets = c == '='
                    && !text.startsWith("==", at)
                    && !text.startsWith("=>", at)
                    && (at == 0 || "=!<>".indexOf(text.charAt(at - 1)) < 0);
            token(sets || c == ':' ? Kind.EQUALS : Kind.OTHER, String.valueOf(c));
            at++;
        }
    }

    private void open() throws MalformedException {
        List<String> header = header();
        if (header != null) {
            path.add(header);
            blocks.add(new Block(List.copyOf(path), line));
            push(Frame.NAMED);
            statement.clear();
        } else {
            token(Kind.OTHER, "{");
            push(Frame.OTHER);
        }
        at++;
    }

    private void close() throws MalformedException {
        at++;
        if (frames.isEmpty()) {
            throw new MalformedException("line " + line + " closes a bracket that is not open");
        }
        if (frames.pop() == Frame.NAMED) {
            endStatement();
            path.removeLast();
        } else {
            token(Kind.OTHER, "}");
        }
    }

    /** The words before a brace, where they are those of a block or of an attribute that is set to an object; else null. */
    private @Nullable List<String> header() {
        if (statement.isEmpty() || frames.peek() == Frame.OTHER) {
            return null;
        }
        List<Token> words = statement;
        if (statement.size() == 2 && statement.getLast().kind() == Kind.EQUALS) {
            words = statement.subList(0, 1);
        }
        if (words.stream().anyMatch(token -> token.kind() != Kind.WORD && token.kind() != Kind.STRING)) {
            return null;
        }
        return words.stream().map(Token::text).toList();
    }

    private void endStatement() {
        if (statement.size() >= 2
                && statement.getFirst().kind() != Kind.OTHER
                && statement.get(1).kind() == Kind.EQUALS) {
            Token value = statement.size() == 3 ? statement.get(2) : null;
            attributes.add(new Attribute(
                    List.copyOf(path),
                    statement.getFirst().text(),
                    value != null && value.kind() == Kind.STRING ? value.text() : null,
                    statement.getFirst().line()));
        }
        statement.clear();
    }

    private void string() throws MalformedException {
        int start = ++at;
        boolean template = false;
        while (true) {
            if (at >= text.length() || text.charAt(at) == '\n') {
                throw new MalformedException("the string of line " + line + " is not closed");
            }
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == '"') {
                break;
            } else if ((c == '$' || c == '%') && text.startsWith(c + "" + c + "{", at)) {
                at += 3;
            } else if ((c == '$' || c == '%') && text.startsWith(c + "{", at)) {
                template = true;
                at += 2;
                interpolation();
            } else {
                at++;
            }
        }
        token(template ? Kind.TEMPLATE : Kind.STRING, text.substring(start, at));
        at++;
    }

    private void interpolation() throws MalformedException {
        if (++templates > DEEPEST) {
            throw new MalformedException("line " + line + " has templates nested more than " + DEEPEST + " deep");
        }
        int depth = 1;
        int strings = 0;
        while (depth > 0) {
            if (at >= text.length()) {
                throw new MalformedException("the template of line " + line + " is not closed");
            }
            char c = text.charAt(at);
            if (c == '"') {
                if (++strings > DEEPEST) {
                    throw new MalformedException("the template of line " + line + " has too many strings in it");
                }
                List<Token> kept = List.copyOf(statement);
                string();
                statement.clear();
                statement.addAll(kept);
                continue;
            }
            if (c == '\n') {
                line++;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            at++;
        }
        templates--;
    }

    private boolean heredoc() throws MalformedException {
        int start = at + 2;
        if (start < text.length() && text.charAt(start) == '-') {
            start++;
        }
        int end = start;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        if (end == start || end >= text.length() || (text.charAt(end) != '\n' && text.charAt(end) != '\r')) {
            return false;
        }
        String word = text.substring(start, end);
        int from = text.indexOf('\n', end);
        while (from >= 0) {
            int next = text.indexOf('\n', from + 1);
            String read = text.substring(from + 1, next < 0 ? text.length() : next);
            if (read.strip().equals(word)) {
                countLines(at, from + 1);
                at = next < 0 ? text.length() : next;
                return true;
            }
            from = next;
        }
        throw new MalformedException("the text of line " + line + " does not end with " + word);
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void push(Frame frame) throws MalformedException {
        if (frames.size() == DEEPEST) {
            throw new MalformedException("line " + line + " is nested more than " + DEEPEST + " deep");
        }
        frames.push(frame);
    }

    private void token(Kind kind, String token) {
        statement.add(new Token(kind, token, line));
    }

    private void countLines(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isUnicodeIdentifierPart(c) || c == '-' || c == '_';
    }
}
