/** Prospects in and out of files: CSV and JSON lines. */
@NullMarked
package heed.cli.files;

import org.jspecify.annotations.NullMarked;
