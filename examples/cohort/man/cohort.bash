# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in bash: commands, options and their values, as the program's help has them.
_cohort()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local cohort=${COMP_WORDS[0]} command=${COMP_WORDS[1]} help value words='' files=''
    # The words of a line stand apart at `=`, too.
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
    [[ $word == = ]] && word=
    if ((COMP_CWORD == 1)) || [[ $command == help ]]; then
        words="help $("$cohort" help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')"
    else
        help=$("$cohort" help "$command" 2>/dev/null)
        value=$(sed -n "s/^  $before \([^ ]\{1,\}\).*/\1/p" <<<"$help")
        case $before$value in
        -*'|'*) words=${value//|/ } ;;
        -*.csv | -*FILE* | -*OUT.*) files=1 ;;
        -?*[A-Z]*) ;;
        *)
            files=1
            words=$(sed -n 's/^  [A-Z][A-Za-z.]* \([a-z]*|[a-z|]*\).*/\1/p' <<<"$help")
            words=${words//|/ }
            [[ $word == -* ]] && files='' words=$(sed -n 's/^  \(-[-a-z]*\).*/\1/p' <<<"$help")
            ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"
        [[ $files ]] && compgen -f -- "$word")
}
complete -o filenames -F _cohort cohort
