/** Code that breaks the rules of the architecture on purpose, so that {@code ArchitectureTest} can show that each rule fails. */
package heed.model.violation;
