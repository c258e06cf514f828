/** Functions of text that several modules need: hashes, unsafe characters, and tables of tab-separated values. */
@NullMarked
package heed.model.text;

import org.jspecify.annotations.NullMarked;
