; What comes and goes as whole lines, beside what all of this family have in common.
